'use client';

import { useEffect, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { doorMessages } from './messages';

/**
 * Counts down to `until`, a moment of `performance.now()`. Announced once, by the focus that lands on it; the numbers that
 * follow are not.
 */
export function RetryAlert({ until }: { until: number }) {
  const [left, setLeft] = useState(() => secondsTo(until));
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsTo(until)), 1000);
    return () => clearInterval(timer);
  }, [until]);
  return <Alert variant="warning" title={left > 0 ? doorMessages.tooMany(left) : doorMessages.tryNow} />;
}

function secondsTo(moment: number): number {
  return Math.max(0, Math.ceil((moment - performance.now()) / 1000));
}
