'use client';

import { RotateCcw } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { Button } from '@/components/ui/button';
import { restartServiceConfirmation } from './confirmations';
import { appMessages as words } from './messages';

type RestartServiceProps = { app: { id: string; displayName: string }; service: string };

/** Restarts one service of an app after asking, and leads to the job. */
export function RestartService({ app: { id, displayName }, service }: RestartServiceProps) {
  const router = useRouter();
  return (
    <ConfirmDialog
      {...restartServiceConfirmation({ id, displayName }, service)}
      onSuccess={({ page }) => router.push(page as Route)}
      trigger={
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={words.restartTitle(service)}
          title={words.restartTitle(service)}
        >
          <RotateCcw aria-hidden="true" />
        </Button>
      }
    />
  );
}
