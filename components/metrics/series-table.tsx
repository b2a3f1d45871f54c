import 'server-only';
import { formatUnit, type Unit } from '@/components/charts/units';
import { type Clock, formatDateTime } from '@/components/data/format';
import { Disclosure } from '@/components/ui/disclosure';
import type { TimedPoint } from '@/lib/metrics/points';
import { metricMessages as words } from './messages';
import type { PanelView } from './panel-view';
import { tableRows } from './table-rows';

/** A line of a panel: its mean, and its extremes where they are measured. */
export type PanelSeries<P> = {
  label: string;
  value(point: P): number | null;
  low?: (point: P) => number;
  high?: (point: P) => number;
};

type SeriesTableProps<P extends TimedPoint> = {
  title: string;
  unit: Unit;
  subject: string;
  view: PanelView<P>;
  series: readonly PanelSeries<P>[];
  clock: Clock;
};

// Written once on the table: per cell it would be half of the page's weight.
const look =
  'w-full whitespace-nowrap text-right text-table tabular-nums [&_:is(th,td)]:px-2 [&_:is(th,td)]:py-1 [&_tbody_th]:font-normal [&_tbody_tr]:border-t [&_th:first-child]:text-left [&_thead_th]:font-medium';

/** What a chart shows, as numbers, folded: newest first. */
export function SeriesTable<P extends TimedPoint>({
  title,
  unit,
  subject,
  view,
  series,
  clock,
}: SeriesTableProps<P>) {
  const columns = series.flatMap(({ label, value, low, high }) => [
    { label, read: value },
    ...(low && high
      ? [
          { label: words.minimum, read: low },
          { label: words.maximum, read: high },
        ]
      : []),
  ]);
  const rows = tableRows(view.points, view.window).reverse();
  return (
    <Disclosure summary={words.showTable} className="mt-2">
      <div className="rounded-md border">
        <table className={look}>
          <caption className="sr-only">{words.of(title, subject)}</caption>
          <thead className="text-muted-foreground">
            <tr>
              <th scope="col">{words.time}</th>
              {columns.map(({ label }) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((point) => (
              <tr key={point.at}>
                <th scope="row">{momentLabel(point.at, clock)}</th>
                {columns.map(({ label, read }) => (
                  <td key={label}>{formatUnit(unit, read(point))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Disclosure>
  );
}

// The year is clear from the range, and a phone has no room for it.
function momentLabel(at: number, clock: Clock): string {
  return formatDateTime(new Date(at * 1000).toISOString(), clock).slice(5);
}
