import Link from 'next/link';
import { buttonVariants } from '@/components/ui/button-variants';
import { edgeMessages } from './edge-messages';
import { EdgePage } from './edge-page';

/** One text for what is missing and for what the role may not open: both look the same. `framed`: inside the signed-in shell. */
export function MissingPage({ framed = false }: { framed?: boolean }) {
  return (
    <EdgePage
      framed={framed}
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
