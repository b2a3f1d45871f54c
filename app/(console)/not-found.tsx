import type { Metadata } from 'next';
import Link from 'next/link';
import { edgeMessages } from '@/components/shell/edge-messages';
import { EdgePage } from '@/components/shell/edge-page';
import { buttonVariants } from '@/components/ui/button-variants';

export const metadata: Metadata = { title: edgeMessages.missingTitle };

/** The same text as outside, inside the frame of somebody who is signed in. */
export default function NotFound() {
  return (
    <EdgePage
      framed
      title={edgeMessages.missingTitle}
      text={edgeMessages.missingText}
      actions={
        <Link href="/" className={buttonVariants({ variant: 'outline' })}>
          {edgeMessages.home}
        </Link>
      }
    />
  );
}
