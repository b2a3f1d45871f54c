'use client';

import { errorId } from '@/components/data/error-id';
import { edgeMessages } from '@/components/shell/edge-messages';
import { EdgePage } from '@/components/shell/edge-page';
import { buttonVariants } from '@/components/ui/button-variants';
import './globals.css';

/** Replaces even the root layout, so it brings its own document and follows the system theme. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const id = errorId(error);
  return (
    <html lang="en">
      <body>
        <title>{`${edgeMessages.failedTitle} · Tomo`}</title>
        <EdgePage
          title={edgeMessages.failedTitle}
          text={edgeMessages.failedText}
          detail={id && edgeMessages.errorId(id)}
          actions={
            <button type="button" className={buttonVariants()} onClick={() => retry()}>
              {edgeMessages.retry}
            </button>
          }
        />
      </body>
    </html>
  );
}
