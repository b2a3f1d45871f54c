import type { Metadata } from 'next';
import { edgeMessages } from '@/components/shell/edge-messages';
import { MissingPage } from '@/components/shell/missing-page';

export const metadata: Metadata = { title: edgeMessages.missingTitle };

/** Outside of the signed-in shell. */
export default function NotFound() {
  return <MissingPage />;
}
