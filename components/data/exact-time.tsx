import 'server-only';
import { viewChoices } from '@/components/shell/view-choices';
import { formatDateTime, formatExact } from './format';

/** Date and time to the minute in the person's zone; seconds and zone are in the tooltip. */
export async function ExactTime({ at, className }: { at: string; className?: string }) {
  const clock = await viewChoices();
  return (
    <time dateTime={at} title={formatExact(at, clock)} className={className} style={{ whiteSpace: 'nowrap' }}>
      {formatDateTime(at, clock)}
    </time>
  );
}
