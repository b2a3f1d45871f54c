import 'server-only';
import type { ReactNode } from 'react';
import { Swatch } from '@/components/charts/chart-tip';
import type { ChartSeries } from '@/components/charts/series';
import { TimeSeriesChart } from '@/components/charts/time-series-chart';
import { timeTicks } from '@/components/charts/time-ticks';
import { formatUnit, type Unit } from '@/components/charts/units';
import type { Clock } from '@/components/data/format';
import { Sparkline } from '@/components/data/sparkline';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import type { TimedPoint } from '@/lib/metrics/points';
import { chartColumns } from './chart-columns';
import { evenPoints } from './even-points';
import { metricMessages as words } from './messages';
import { newestOf, type PanelView } from './panel-view';
import { type PanelSeries, SeriesTable } from './series-table';

type MetricPanelProps<P extends TimedPoint> = {
  title: string;
  unit: Unit;
  /** What is measured: the name of a server or of a container. */
  subject: string;
  view: PanelView<P>;
  clock: Clock;
  /** At most eight lines. */
  series: readonly [PanelSeries<P>, ...PanelSeries<P>[]];
  thresholds?: { warning: number; critical: number };
  /** A remark beside the title, such as the swap. */
  note?: ReactNode;
};

/** One measure over time: newest, average and maximum as text, the chart, and the same as a table. */
export function MetricPanel<P extends TimedPoint>({
  title,
  unit,
  subject,
  view,
  clock,
  series,
  thresholds,
  note,
}: MetricPanelProps<P>) {
  const { window, points } = view;
  const columns = chartColumns(points, view.gapSeconds);
  const lines: ChartSeries[] = series.map(({ label, value, low, high }) => ({
    label,
    values: columns.column(value),
    ...(low && high && { band: columns.band(low, high) }),
  }));
  return (
    <Card aria-label={title}>
      <CardHeader className="pb-1">
        <CardTitle>{title}</CardTitle>
        {note && <span className="text-muted-foreground text-table">{note}</span>}
      </CardHeader>
      <CardContent>
        {series.map((line, place) => (
          <Figures key={line.label} line={line} place={place} unit={unit} view={view} />
        ))}
        <TimeSeriesChart
          title={words.of(title, subject)}
          unit={unit}
          times={columns.times}
          from={window.from}
          to={window.to}
          ticks={timeTicks(window.from, window.to, clock)}
          series={lines}
          thresholds={
            thresholds && [
              { label: words.warning(thresholds.warning), value: thresholds.warning },
              { label: words.critical(thresholds.critical), value: thresholds.critical },
            ]
          }
          clock={clock}
          fallback={
            <Sparkline
              className="h-44"
              label={words.of(title, subject)}
              points={evenPoints(view, series[0].value)}
              max={unit === 'percent' ? 100 : undefined}
            />
          }
        />
        <SeriesTable title={title} unit={unit} subject={subject} view={view} series={series} clock={clock} />
      </CardContent>
    </Card>
  );
}

type FiguresProps<P extends TimedPoint> = {
  line: PanelSeries<P>;
  place: number;
  unit: Unit;
  view: PanelView<P>;
};

/** The legend of a line and what it comes to. */
function Figures<P extends TimedPoint>({ line, place, unit, view }: FiguresProps<P>) {
  const known = view.points.filter((point) => line.value(point) !== null);
  const seconds = known.reduce((sum, point) => sum + point.seconds, 0);
  const mean = known.reduce((sum, point) => sum + (line.value(point) ?? 0) * point.seconds, 0) / seconds;
  const point = newestOf(view);
  const newest = point && line.value(point);
  const top = Math.max(newest ?? 0, ...known.map((point) => (line.high ?? line.value)(point) ?? 0));
  const figures = [
    [view.isLive ? words.now : words.newest, newest],
    [words.average, seconds > 0 ? mean : null],
    [words.maximum, known.length > 0 ? top : null],
  ] as const;
  return (
    <p className="flex flex-wrap gap-x-3 text-table tabular-nums">
      <span className="whitespace-nowrap">
        <Swatch place={place} /> {line.label}
      </span>
      {figures.map(([word, value]) => (
        <span key={word} className="whitespace-nowrap">
          <span className="text-muted-foreground">{word}</span> {formatUnit(unit, value)}
        </span>
      ))}
    </p>
  );
}
