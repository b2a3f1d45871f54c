'use client';

import { type ReactNode, useContext } from 'react';
import { MenuDialogContext } from '@/components/shell/more-menu';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { DropdownMenuItem } from '@/components/ui/dropdown-menu';
import { ConfirmContent } from './confirm-dialog';
import type { Confirmation } from './confirmation';

type MenuConfirmProps<T> = { icon?: ReactNode; children: ReactNode; confirmation: Confirmation<T> };

/** An entry of a `MoreMenu` that asks first. Its dialog belongs to the menu's place, because the menu is gone by then. */
export function MenuConfirm<T>({ icon, children, confirmation }: MenuConfirmProps<T>) {
  const openDialog = useContext(MenuDialogContext);

  function ask() {
    const close = () => openDialog(null);
    openDialog(
      <AlertDialog open onOpenChange={(open) => open || close()}>
        <ConfirmContent confirmation={confirmation} close={close} />
      </AlertDialog>,
    );
  }

  return (
    <DropdownMenuItem variant={confirmation.tier === 1 ? 'default' : 'destructive'} onSelect={ask}>
      {icon}
      {children}
    </DropdownMenuItem>
  );
}
