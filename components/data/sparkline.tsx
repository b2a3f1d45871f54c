import { cn } from '@/components/ui/cn';

type SparklineProps = {
  /** Evenly spaced values, oldest first; null is a gap and stays one. */
  points: (number | null)[];
  /** Top of the scale: 100 for percentages, left out for "the highest value seen". The scale starts at 0. */
  max?: number;
  /** What it shows, with the current value, as text. */
  label: string;
  className?: string;
};

const [width, height] = [120, 28];

/** A line without axes, drawn on the server. A gap in the data is a gap in the line. */
export function Sparkline({ points, max, label, className }: SparklineProps) {
  const known = points.filter((point) => point !== null);
  const top = max ?? Math.max(1, ...known);
  const step = width / Math.max(1, points.length - 1);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={cn('h-7 w-full min-w-16 text-chart-1', className)}
    >
      {segments(points).map(({ start, values }) => {
        const line = values.map((value, at) => `${x(start + at)},${y(value)}`);
        // A single sample between two gaps is a dash as wide as its interval.
        const drawn =
          line.length > 1
            ? line
            : [`${x(start - 0.3)},${y(values[0] ?? 0)}`, `${x(start + 0.3)},${y(values[0] ?? 0)}`];
        return (
          <g key={start}>
            {line.length > 1 && (
              <polygon
                points={`${x(start)},${height} ${line.join(' ')} ${x(start + line.length - 1)},${height}`}
                fill="currentColor"
                fillOpacity="0.1"
              />
            )}
            <polyline
              points={drawn.join(' ')}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        );
      })}
    </svg>
  );

  function x(index: number): string {
    return (index * step).toFixed(1);
  }

  function y(value: number): string {
    return (height - 1.5 - (Math.min(top, Math.max(0, value)) / top) * (height - 3)).toFixed(1);
  }
}

function segments(points: (number | null)[]): { start: number; values: number[] }[] {
  const found: { start: number; values: number[] }[] = [];
  points.forEach((point, index) => {
    if (point === null) return;
    const last = found.at(-1);
    if (last && last.start + last.values.length === index) last.values.push(point);
    else found.push({ start: index, values: [point] });
  });
  return found;
}
