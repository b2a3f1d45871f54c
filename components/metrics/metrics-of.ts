import 'server-only';
import { cache } from 'react';
import { loadServerMetrics } from '@/lib/metrics/loaders';

/** The numbers behind all panels of a page: read once per request, whichever panel comes first. */
export const metricsOf = cache(loadServerMetrics);
