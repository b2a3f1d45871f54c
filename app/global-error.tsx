'use client';

import { edgeMessages } from '@/components/shell/edge-messages';
import { FailedPage } from '@/components/shell/failed-page';
import './globals.css';

/** Replaces even the root layout, so it brings its own document and follows the system theme. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>{`${edgeMessages.failedTitle} · Tomo`}</title>
        <FailedPage error={error} retry={retry} />
      </body>
    </html>
  );
}
