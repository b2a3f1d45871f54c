'use client';

import { Area, AreaChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { Clock } from '@/components/data/format';
import { ChartTip } from './chart-tip';
import { type ChartSeries, strokeAt } from './series';
import type { TimeTick } from './time-ticks';
import { formatUnit, type Unit } from './units';
import { valueTicks } from './value-ticks';

export type TimeSeriesPlotProps = {
  /** Read aloud when the chart gets focus; the arrow keys then move along it. */
  title: string;
  unit: Unit;
  /** Seconds since 1970, in order, one per value of each series. */
  times: number[];
  from: number;
  to: number;
  ticks: TimeTick[];
  /** At most eight. */
  series: ChartSeries[];
  /** The lower one first. */
  thresholds?: { label: string; value: number }[];
  clock: Clock;
};

type Row = { at: number } & Record<`value${number}`, number | null> &
  Record<`band${number}`, [number, number] | null>;

const text = { fontSize: 12, fill: 'var(--muted-foreground)' };

/**
 * The engine behind `TimeSeriesChart`: the only place that knows Recharts. Nothing moves by itself; gaps stay gaps. Lines
 * are areas without a fill and the grid is made of reference lines: two parts of the engine fewer to download.
 */
export function TimeSeriesPlot({
  title,
  unit,
  times,
  from,
  to,
  ticks,
  series,
  thresholds = [],
  clock,
}: TimeSeriesPlotProps) {
  const rows = times.map((at, index) => rowAt(at, index, series));
  const marks = valueTicks(unit, highest(series));
  const labels = new Map(ticks.map((tick) => [tick.at, tick.label]));
  return (
    <div className="h-44">
      <AreaChart
        responsive
        width="100%"
        height="100%"
        data={rows}
        title={title}
        syncId="metrics"
        syncMethod="value"
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
      >
        {marks.slice(1).map((mark) => (
          <ReferenceLine key={mark} y={mark} stroke="var(--border)" />
        ))}
        <XAxis
          dataKey="at"
          type="number"
          domain={[from, to]}
          ticks={ticks.map((tick) => tick.at)}
          tickFormatter={(at: number) => labels.get(at) ?? ''}
          allowDataOverflow
          tick={text}
          tickLine={false}
          axisLine={{ stroke: 'var(--border)' }}
        />
        <YAxis
          domain={[0, marks.at(-1) ?? 1]}
          ticks={marks}
          interval={0}
          tickFormatter={(value: number) => formatUnit(unit, value)}
          tick={text}
          tickLine={false}
          axisLine={false}
          width={unit === 'percent' ? 48 : 76}
        />
        {thresholds.map(({ label, value }, place) => (
          <ReferenceLine
            key={label}
            y={value}
            stroke="var(--warning)"
            strokeDasharray="2 4"
            // The higher one is written above its line, the lower one below: they may be close.
            label={{ value: label, position: place === 0 ? 'insideTopRight' : 'insideBottomRight', ...text }}
          />
        ))}
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--muted-foreground)' }}
          content={({ active, label }) =>
            active && typeof label === 'number' ? (
              <ChartTip at={label} clock={clock} unit={unit} series={series} index={times.indexOf(label)} />
            ) : null
          }
        />
        {series.map(({ label, band }, place) =>
          band ? (
            <Area
              key={label}
              dataKey={`band${place}`}
              stroke="none"
              fill={strokeAt(place).color}
              fillOpacity={0.14}
              isAnimationActive={false}
              activeDot={false}
              connectNulls={false}
            />
          ) : null,
        )}
        {series.map(({ label }, place) => (
          <Area
            key={label}
            dataKey={`value${place}`}
            name={label}
            fill="none"
            stroke={strokeAt(place).color}
            strokeDasharray={strokeAt(place).dash}
            strokeWidth={1.5}
            isAnimationActive={false}
            connectNulls={false}
          />
        ))}
      </AreaChart>
    </div>
  );
}

function rowAt(at: number, index: number, series: ChartSeries[]): Row {
  const row: Row = { at };
  series.forEach(({ values, band }, place) => {
    row[`value${place}`] = values[index] ?? null;
    if (band) row[`band${place}`] = band[index] ?? null;
  });
  return row;
}

function highest(series: ChartSeries[]): number {
  return Math.max(
    0,
    ...series
      .flatMap(({ values, band }) => [...values, ...(band ?? []).map((pair) => pair?.[1] ?? 0)])
      .map(Number),
  );
}
