'use client';

import dynamic from 'next/dynamic';
import { createContext, type ReactNode, use } from 'react';
import type { TimeSeriesPlotProps } from './time-series-plot';

const Fallback = createContext<ReactNode>(null);

function ShowFallback() {
  return use(Fallback);
}

// The engine weighs more than the rest of the page together: it comes after the page has been painted.
const Plot = dynamic(() => import('./time-series-plot').then((room) => room.TimeSeriesPlot), {
  ssr: false,
  loading: ShowFallback,
});

/**
 * A chart over time. `fallback` has the same size and is what the server renders: it stays where scripts are off and
 * until the engine has loaded. Numbers and table belong beside it, in the panel.
 */
export function TimeSeriesChart({ fallback, ...props }: TimeSeriesPlotProps & { fallback: ReactNode }) {
  return (
    <Fallback value={fallback}>
      <Plot {...props} />
    </Fallback>
  );
}
