'use client';

import { errorId } from '@/components/data/error-id';
import { edgeMessages } from '@/components/shell/edge-messages';
import { EdgePage } from '@/components/shell/edge-page';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';

export default function UnexpectedError({ error, retry }: { error: unknown; retry: () => void }) {
  const id = errorId(error);
  return (
    <EdgePage
      title={edgeMessages.failedTitle}
      text={edgeMessages.failedText}
      detail={id && edgeMessages.errorId(id)}
      actions={
        <>
          <Button onClick={() => retry()}>{edgeMessages.retry}</Button>
          {id && (
            <CopyButton value={edgeMessages.errorId(id)} what="details" label={edgeMessages.copyDetails} />
          )}
        </>
      }
    />
  );
}
