'use client';

import type { RefObject } from 'react';
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

type LeaveDialogProps = { stay: () => void; leave: () => void; opener: RefObject<HTMLElement | null> };

/** The question of `DirtyGuard`. */
export function LeaveDialog({ stay, leave, opener }: LeaveDialogProps) {
  return (
    <AlertDialog open onOpenChange={(open) => open || stay()}>
      <AlertDialogContent opener={opener}>
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
