'use client';

import { FailedPage } from '@/components/shell/failed-page';

/** The frame stays, so that the way elsewhere stays too. */
export default function ConsoleError({ error, retry }: { error: unknown; retry: () => void }) {
  return <FailedPage framed error={error} retry={retry} />;
}
