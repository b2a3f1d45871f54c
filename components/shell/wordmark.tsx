import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { shellMessages } from './messages';

/** The mark and the name; on narrow bars the mark alone. */
export function Wordmark({ className, labelClassName }: { className?: string; labelClassName?: string }) {
  return (
    <Link href="/" className={cn('flex h-9 items-center gap-2.5 rounded-md px-2', className)}>
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-5 shrink-0">
        <rect width="32" height="32" rx="7" className="fill-primary" />
        <path d="M8 9h16v4h-6v11h-4V13H8z" className="fill-primary-foreground" />
      </svg>
      <span className={cn('font-semibold text-sm', labelClassName)}>{shellMessages.product}</span>
    </Link>
  );
}
