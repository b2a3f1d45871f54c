import 'server-only';
import { viewChoices } from '@/components/shell/view-choices';
import { formatExact, formatRelative } from './format';

type RelativeTimeProps = {
  /** A stored moment, UTC; null is written as `never`. */
  at: string | null;
  never?: string;
  className?: string;
};

/** "5 min ago" up to a day, then the date; the exact time with its zone is in the tooltip and in `datetime`. */
export async function RelativeTime({ at, never = '–', className }: RelativeTimeProps) {
  if (!at) return <span className={className}>{never}</span>;
  const clock = await viewChoices();
  return (
    <time dateTime={at} title={formatExact(at, clock)} className={className} style={{ whiteSpace: 'nowrap' }}>
      {formatRelative(at, Date.now(), clock)}
    </time>
  );
}
