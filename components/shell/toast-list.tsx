'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { useSyncExternalStore } from 'react';
import { buttonVariants } from '@/components/ui/button';
import {
  Toast,
  ToastAction,
  ToastClose,
  ToastDescription,
  ToastProvider,
  ToastTitle,
  ToastViewport,
} from '@/components/ui/toast';
import { shellMessages } from './messages';
import { dismissToast, shownToasts, watchToasts } from './toast-store';

const none: never[] = [];

/** The toasts on screen: at most three, 6 s each, 12 s when they offer something to do. */
export function ToastList() {
  const toasts = useSyncExternalStore(watchToasts, shownToasts, () => none);
  return (
    <ToastProvider label={shellMessages.notifications}>
      {toasts.map(({ id, title, description, action }) => (
        <Toast key={id} duration={action ? 12_000 : 6_000} onOpenChange={(open) => open || dismissToast(id)}>
          <div className="min-w-0 flex-1">
            <ToastTitle>{title}</ToastTitle>
            {description && <ToastDescription>{description}</ToastDescription>}
          </div>
          {action && (
            <ToastAction asChild altText={action.label}>
              <Link
                href={action.href as Route}
                className={buttonVariants({ variant: 'outline', size: 'sm' })}
              >
                {action.label}
              </Link>
            </ToastAction>
          )}
          <ToastClose label={shellMessages.dismiss} />
        </Toast>
      ))}
      <ToastViewport />
    </ToastProvider>
  );
}
