'use client';

import { errorId } from '@/components/data/error-id';
import { buttonVariants } from '@/components/ui/button-variants';
import { CopyTextButton } from '@/components/ui/copy-text-button';
import { edgeMessages } from './edge-messages';
import { EdgePage } from './edge-page';

/** A page that failed: retry, and the id that finds the cause. Stays small, because every page carries it. */
export function FailedPage({
  error,
  retry,
  framed,
}: {
  error: unknown;
  retry: () => void;
  framed?: boolean;
}) {
  const id = errorId(error);
  return (
    <EdgePage
      framed={framed}
      title={edgeMessages.failedTitle}
      text={edgeMessages.failedText}
      detail={id && edgeMessages.errorId(id)}
      actions={
        <>
          <button type="button" className={buttonVariants()} onClick={() => retry()}>
            {edgeMessages.retry}
          </button>
          {id && (
            <CopyTextButton
              value={edgeMessages.errorId(id)}
              label={edgeMessages.copyDetails}
              size="default"
            />
          )}
        </>
      }
    />
  );
}
