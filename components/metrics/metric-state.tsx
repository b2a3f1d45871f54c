import 'server-only';
import type { ReactNode } from 'react';
import { ExactTime } from '@/components/data/exact-time';
import { formatDuration } from '@/components/data/format';
import { RelativeTime } from '@/components/data/relative-time';
import { reasonWords } from '@/components/servers/messages';
import type { ServerUsageView } from '@/lib/metrics/views';
import { metricMessages as words } from './messages';

/** One line that says how current the numbers are, and why not when they are not. */
export function MetricState({ view: { state, latest } }: { view: ServerUsageView }) {
  const measured = latest && (
    <span className="text-muted-foreground">
      {words.measured} <RelativeTime at={latest.measuredAt} />.
    </span>
  );
  return (
    <p className="flex flex-wrap gap-x-2 text-table">
      <Sentence state={state} hasValues={latest !== null} />
      {measured}
      {latest?.uptimeSeconds != null && (
        <span className="text-muted-foreground">
          {words.upFor(formatDuration(latest.uptimeSeconds * 1000))}.
        </span>
      )}
      {latest?.sampleCostMs != null && (
        <span className="text-muted-foreground">
          {words.sampleCost(latest.sampleCostMs < 1 ? words.underOneMs : formatDuration(latest.sampleCostMs))}
        </span>
      )}
    </p>
  );
}

function Sentence({ state, hasValues }: { state: ServerUsageView['state']; hasValues: boolean }): ReactNode {
  if (state.kind === 'live') return null;
  if (state.kind === 'collecting') return words.collecting;
  if (state.kind === 'late') return words.late;
  if (state.kind === 'paused') return words.paused[state.reason];
  if (state.kind === 'off') return words.off;
  const reason = reasonWords(state.reason);
  return (
    <span>
      {words.offline} {state.since && <ExactTime at={state.since} />}
      {reason && ` – ${reason}`}. {hasValues && words.lastValues}
    </span>
  );
}
