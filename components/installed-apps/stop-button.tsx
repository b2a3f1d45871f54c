'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { Button } from '@/components/ui/button';
import { type ConfirmedApp, stopConfirmation } from './confirmations';
import { appMessages as words } from './messages';

/** Stops an app after asking, and leads to the job. */
export function StopButton({ app }: { app: ConfirmedApp }) {
  const router = useRouter();
  return (
    <ConfirmDialog
      {...stopConfirmation(app)}
      onSuccess={({ page }) => router.push(page as Route)}
      trigger={<Button variant="outline">{words.stop}</Button>}
    />
  );
}
