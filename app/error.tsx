'use client';

import { errorId } from '@/components/data/error-id';
import { edgeMessages } from '@/components/shell/edge-messages';
import { EdgePage } from '@/components/shell/edge-page';
import { buttonVariants } from '@/components/ui/button-variants';
import { CopyTextButton } from '@/components/ui/copy-text-button';

export default function UnexpectedError({ error, retry }: { error: unknown; retry: () => void }) {
  const id = errorId(error);
  return (
    <EdgePage
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
