import type { Metadata } from 'next';
import Link from 'next/link';
import { edgeMessages } from '@/components/shell/edge-messages';
import { EdgePage } from '@/components/shell/edge-page';
import { buttonVariants } from '@/components/ui/button-variants';

export const metadata: Metadata = { title: edgeMessages.missingTitle };

/** One text for what is missing and for what the role may not open: both look the same from outside. */
export default function NotFound() {
  return (
    <EdgePage
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
