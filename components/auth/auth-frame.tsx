import type { ReactNode } from 'react';
import { HttpStrip } from '@/components/shell/http-strip';
import { loginPageMessages } from './page-messages';

/** Everything around a page before the sign-in: the strip about encryption, the mark, and one panel. */
export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <HttpStrip />
      <main className="mx-auto flex w-full max-w-[25rem] flex-1 flex-col gap-6 px-4 py-8 sm:justify-center sm:py-16">
        <p className="flex items-center gap-2.5 font-semibold">
          <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7 shrink-0">
            <rect width="32" height="32" rx="7" className="fill-primary" />
            <path d="M8 9h16v4h-6v11h-4V13H8z" className="fill-primary-foreground" />
          </svg>
          {loginPageMessages.product}
        </p>
        <div className="flex flex-col gap-6 rounded-lg border border-border bg-card p-5 sm:p-6">
          {children}
        </div>
      </main>
    </div>
  );
}
