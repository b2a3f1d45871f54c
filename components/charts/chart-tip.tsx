import { type Clock, formatDateTime } from '@/components/data/format';
import { type ChartSeries, strokeAt } from './series';
import { formatUnit, type Unit } from './units';

type ChartTipProps = { at: number; clock: Clock; unit: Unit; series: ChartSeries[]; index: number };

/** What a chart says about one moment: the mean of each line, and its extremes where they are known. */
export function ChartTip({ at, clock, unit, series, index }: ChartTipProps) {
  return (
    <div className="rounded-md border bg-popover px-3 py-2 text-table shadow-overlay">
      <p className="text-muted-foreground">{formatDateTime(new Date(at * 1000).toISOString(), clock)}</p>
      {series.map(({ label, values, band }, place) => {
        const extremes = band?.[index];
        return (
          <p key={label} className="tabular-nums">
            <Swatch place={place} /> {label} {formatUnit(unit, values[index] ?? null)}
            {extremes && (
              <span className="text-muted-foreground">
                {' '}
                ({formatUnit(unit, extremes[0])} – {formatUnit(unit, extremes[1])})
              </span>
            )}
          </p>
        );
      })}
    </div>
  );
}

/** The line of a series, as it is drawn: the legend of a chart without colour. */
export function Swatch({ place }: { place: number }) {
  const { color, dash } = strokeAt(place);
  return (
    <svg aria-hidden="true" viewBox="0 0 20 4" className="mr-1 inline-block h-1 w-5 align-middle">
      <line x1="0" y1="2" x2="20" y2="2" stroke={color} strokeWidth="2" strokeDasharray={dash} />
    </svg>
  );
}
