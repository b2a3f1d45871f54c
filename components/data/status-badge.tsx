import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import type { Status, Tone } from './status';

// Only trouble is filled: a healthy list stays nearly monochrome.
const looks: Record<Tone, { frame: string; icon: string }> = {
  success: { frame: '', icon: 'text-success' },
  info: { frame: '', icon: 'text-info' },
  neutral: { frame: 'text-muted-foreground', icon: '' },
  warning: { frame: 'rounded-full bg-warning-soft px-2 font-medium text-warning', icon: '' },
  danger: { frame: 'rounded-full bg-danger-soft px-2 font-medium text-danger', icon: '' },
};

type StatusBadgeProps = {
  /** A row of the tables in `status.ts`. */
  status: Status;
  /** Instead of the table's word, where it carries more: "Failed at Install Docker". */
  word?: string;
  /** Reason and age, as text after the badge: "since 12:03 – connection timed out". */
  reason?: ReactNode;
  className?: string;
};

/** A state as icon and word in its tone. The only endless motion of Tomo is the icon of something that runs. */
export function StatusBadge({ status, word, reason, className }: StatusBadgeProps) {
  const look = looks[status.tone];
  return (
    <span className={cn('inline-flex min-w-0 flex-wrap items-center gap-x-2 text-table', className)}>
      <span
        data-filled={look.frame.includes('bg-') || undefined}
        className={cn('inline-flex h-6 items-center gap-1.5 whitespace-nowrap', look.frame)}
      >
        <status.icon
          aria-hidden="true"
          className={cn(
            'size-4',
            look.icon,
            status.icon === LoaderCircle && 'animate-spin [animation-duration:1.6s]',
          )}
        />
        {word ?? status.word}
      </span>
      {reason && <span className="min-w-0 text-muted-foreground">{reason}</span>}
    </span>
  );
}
