import { cn } from '@/components/ui/cn';
import { formatPercent } from './format';
import { dataMessages } from './messages';

type UsageBarProps = {
  /** What is measured, for people who do not see the column: "Memory of web-1". */
  label: string;
  /** 0–100, or null when unknown. */
  percent: number | null;
  /** The value in words, for example "4.9 of 8 GiB"; the percentage when left out. */
  text?: string;
  /** Thresholds in percent; a mark stands at each. */
  warning?: number;
  critical?: number;
  className?: string;
};

/** How full something finite is: text, bar, and marks where it becomes a warning and critical. */
export function UsageBar({ label, percent, text, warning = 80, critical = 95, className }: UsageBarProps) {
  const known = percent !== null && Number.isFinite(percent);
  const width = known ? Math.min(100, Math.max(0, percent)) : 0;
  const tone = !known || width < warning ? 'calm' : width < critical ? 'warning' : 'critical';
  const written = text ?? formatPercent(percent);
  const marks = `${dataMessages.warningAt(warning)}, ${dataMessages.criticalAt(critical)}`;
  return (
    <div className={cn('flex min-w-24 flex-col gap-1', className)}>
      <span className={cn('text-table tabular-nums', inks[tone])}>
        {known ? written : dataMessages.unknown}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> cannot carry the marks. */}
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(width)}
        aria-valuetext={known ? `${written}, ${formatPercent(percent)}, ${marks}` : dataMessages.notKnown}
        className={cn(
          'relative h-1 w-full overflow-hidden rounded-full bg-border forced-colors:border',
          !known && 'invisible',
        )}
      >
        <div
          className={cn('h-full rounded-full forced-colors:bg-[Highlight]', fills[tone])}
          style={{ width: `${width}%` }}
        />
        {[warning, critical].map((at) => (
          <span key={at} className="absolute inset-y-0 w-0.5 bg-card" style={{ left: `${at}%` }} />
        ))}
      </div>
    </div>
  );
}

const fills = { calm: 'bg-muted-foreground', warning: 'bg-warning', critical: 'bg-danger' };
const inks = { calm: '', warning: 'text-warning', critical: 'font-medium text-danger' };
