import 'server-only';
import { formatUnit, type Unit } from '@/components/charts/units';
import { type Clock, formatDateTime } from '@/components/data/format';
import { Disclosure } from '@/components/ui/disclosure';
import type { MetricPoint } from '@/lib/metrics/points';
import type { ServerMetricsView } from '@/lib/metrics/views';
import { metricMessages as words } from './messages';
import { tableRows } from './table-rows';

/** A line of a panel: its mean, and its extremes where they are measured. */
export type PanelSeries = {
  label: string;
  value(point: MetricPoint): number | null;
  low?: (point: MetricPoint) => number;
  high?: (point: MetricPoint) => number;
};

type SeriesTableProps = {
  title: string;
  unit: Unit;
  view: ServerMetricsView;
  series: readonly PanelSeries[];
  clock: Clock;
};

/** What a chart shows, as numbers, folded: newest first. */
export function SeriesTable({ title, unit, view, series, clock }: SeriesTableProps) {
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
      <div className="max-h-80 overflow-auto rounded-md border">
        <table className="w-full text-table tabular-nums">
          <caption className="sr-only">{words.of(title, view.serverName)}</caption>
          <thead className="sticky top-0 bg-card text-left text-muted-foreground">
            <tr>
              <th scope="col" className="px-3 py-1.5 font-medium">
                {words.time}
              </th>
              {columns.map(({ label }) => (
                <th key={label} scope="col" className="px-3 py-1.5 text-right font-medium">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((point) => (
              <tr key={point.at} className="border-t">
                <th scope="row" className="whitespace-nowrap px-3 py-1 text-left font-normal">
                  {formatDateTime(new Date(point.at * 1000).toISOString(), clock)}
                </th>
                {columns.map(({ label, read }) => (
                  <td key={label} className="whitespace-nowrap px-3 py-1 text-right">
                    {formatUnit(unit, read(point))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Disclosure>
  );
}
