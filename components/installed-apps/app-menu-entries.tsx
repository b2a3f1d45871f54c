'use client';

import { Play, RefreshCw, RotateCcw, Square, Trash2 } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import type { Confirmation } from '@/components/form/confirmation';
import { MenuConfirm } from '@/components/form/menu-confirm';
import type { StartedJob } from '@/components/jobs/post-job';
import { MoreMenu } from '@/components/shell/more-menu';
import {
  type ConfirmedApp,
  removeAllConfirmation,
  removeConfirmation,
  restartConfirmation,
  stopConfirmation,
} from './confirmations';
import { MenuJob } from './menu-job';
import { appMessages as words } from './messages';

export type AppMenuProps = {
  app: ConfirmedApp;
  /** What its state allows. */
  can: { start: boolean; stop: boolean; restart: boolean; check: boolean };
  small?: boolean;
};

/** The open menu of an app: the same entries on its row and on its page. */
export function AppMenuEntries({ app, can, small }: AppMenuProps) {
  const router = useRouter();
  const asking = (confirmation: Confirmation<StartedJob>): Confirmation<StartedJob> => ({
    ...confirmation,
    onSuccess: ({ page }) => router.push(page as Route),
  });
  return (
    <MoreMenu object={app.displayName} small={small} opened>
      {can.start && (
        <MenuJob path={`/api/v1/apps/${app.id}/starts`} icon={<Play aria-hidden="true" />}>
          {words.start}
        </MenuJob>
      )}
      {can.restart && (
        <MenuConfirm icon={<RotateCcw aria-hidden="true" />} confirmation={asking(restartConfirmation(app))}>
          {words.restart}
        </MenuConfirm>
      )}
      {can.stop && (
        <MenuConfirm icon={<Square aria-hidden="true" />} confirmation={asking(stopConfirmation(app))}>
          {words.stop}
        </MenuConfirm>
      )}
      {can.check && (
        <MenuJob path={`/api/v1/apps/${app.id}/checks`} icon={<RefreshCw aria-hidden="true" />}>
          {words.check}
        </MenuJob>
      )}
      <MenuConfirm icon={<Trash2 aria-hidden="true" />} confirmation={asking(removeConfirmation(app))}>
        {app.volumes.length > 0 ? words.removeKeep : words.remove}
      </MenuConfirm>
      {app.volumes.length > 0 && (
        <MenuConfirm icon={<Trash2 aria-hidden="true" />} confirmation={asking(removeAllConfirmation(app))}>
          {words.removeAll}
        </MenuConfirm>
      )}
    </MoreMenu>
  );
}
