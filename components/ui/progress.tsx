import { cn } from './cn';

type ProgressProps = {
  label: string /** 0–100, or null while the amount of work is unknown. */;
  percent: number | null;
  className?: string;
};

/** How much of a running piece of work is done. Usage of something finite is a `UsageBar`. */
export function Progress({ label, percent, className }: ProgressProps) {
  const width = percent === null ? 0 : Math.min(100, Math.max(0, percent));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent === null ? undefined : Math.round(width)}
      className={cn('h-1.5 w-full overflow-hidden rounded-full bg-muted forced-colors:border', className)}
    >
      <div
        className="h-full rounded-full bg-info forced-colors:bg-[Highlight]"
        style={{ width: `${width}%` }}
      />
    </div>
  );
}
