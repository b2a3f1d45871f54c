import type { Metadata } from 'next';
import { edgeMessages } from '@/components/shell/edge-messages';
import { MissingPage } from '@/components/shell/missing-page';

export const metadata: Metadata = { title: edgeMessages.missingTitle };

/** Inside the frame of somebody who is signed in. */
export default function NotFound() {
  return <MissingPage framed />;
}
