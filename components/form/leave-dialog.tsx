'use client';

import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogTitle,
} from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { DialogFooter } from '@/components/ui/dialog';
import { formMessages } from './messages';

/** The question of `DirtyGuard`. */
export function LeaveDialog({ stay, leave }: { stay: () => void; leave: () => void }) {
  return (
    <AlertDialog open onOpenChange={(open) => open || stay()}>
      <AlertDialogContent>
        <AlertDialogTitle>{formMessages.leaveTitle}</AlertDialogTitle>
        <AlertDialogDescription>{formMessages.leaveText}</AlertDialogDescription>
        <DialogFooter>
          <AlertDialogCancel asChild>
            <Button variant="outline">{formMessages.stay}</Button>
          </AlertDialogCancel>
          <Button variant="destructive" onClick={leave}>
            {formMessages.leave}
          </Button>
        </DialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
