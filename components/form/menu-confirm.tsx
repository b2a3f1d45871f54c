'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useContext, useEffect } from 'react';
import { MenuDialogContext } from '@/components/shell/more-menu';
import { DropdownMenuItem } from '@/components/ui/dropdown-menu';
import type { Confirmation } from './confirmation';

const load = () => import('./confirm-panel').then((module) => module.ConfirmPanel);
const ConfirmPanel = dynamic(load, { ssr: false });

type MenuConfirmProps<T> = { icon?: ReactNode; children: ReactNode; confirmation: Confirmation<T> };

/** An entry of a `MoreMenu` that asks first. Its dialog belongs to the menu's place, because the menu is gone by then. */
export function MenuConfirm<T>({ icon, children, confirmation }: MenuConfirmProps<T>) {
  const { openDialog, trigger } = useContext(MenuDialogContext);
  // The menu is open, so the dialog is near.
  useEffect(() => void load(), []);

  function ask() {
    openDialog(
      <ConfirmPanel
        opener={trigger}
        confirmation={confirmation as Confirmation<unknown>}
        close={() => openDialog(null)}
      />,
    );
  }

  return (
    <DropdownMenuItem variant={confirmation.tier === 1 ? 'default' : 'destructive'} onSelect={ask}>
      {icon}
      {children}
    </DropdownMenuItem>
  );
}
