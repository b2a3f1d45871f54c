'use client';

import { Ellipsis } from 'lucide-react';
import { createContext, type ReactNode, type RefObject, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from '@/components/ui/dropdown-menu';
import { shellMessages } from './messages';

/** Lets an entry of the menu open a dialog that outlives the menu and gives the focus back to its trigger. */
export const MenuDialogContext = createContext<{
  openDialog: (dialog: ReactNode) => void;
  trigger: RefObject<HTMLButtonElement | null>;
}>({ openDialog: () => {}, trigger: { current: null } });

type MoreMenuProps = {
  /** Name of the thing the actions belong to, for people who do not see it: "web-1". */
  object: string;
  /** `MenuLink` and `MenuConfirm` entries, in the same order on the row and in the detail header. */
  children: ReactNode;
  /** The smaller trigger, for rows. */
  small?: boolean;
  /** Open from the start, for a menu that arrives because somebody asked for it. */
  opened?: boolean;
};

/** The ⋯ button with all actions that are not the most likely one. */
export function MoreMenu({ object, children, small = false, opened = false }: MoreMenuProps) {
  const [dialog, setDialog] = useState<ReactNode>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <MenuDialogContext value={{ openDialog: setDialog, trigger }}>
      <DropdownMenu modal={false} defaultOpen={opened}>
        <DropdownMenuTrigger asChild>
          <Button
            ref={trigger}
            variant={small ? 'ghost' : 'outline'}
            size={small ? 'icon-sm' : 'icon'}
            aria-label={shellMessages.moreActions(object)}
            title={shellMessages.moreActions(object)}
          >
            <Ellipsis aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>{children}</DropdownMenuContent>
      </DropdownMenu>
      {dialog}
    </MenuDialogContext>
  );
}
