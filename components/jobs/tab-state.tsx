'use client';

import { useEffect } from 'react';
import { jobStatus } from '@/components/data/status';
import type { JobStatus } from '@/lib/jobs/states';

/** Keeps the tab's title true while the page is open: "Running – Prepare web-1 · Tomo". */
export function TabState({ status, title }: { status: JobStatus; title: string }) {
  useEffect(() => {
    document.title = `${jobStatus[status].word} – ${title} · Tomo`;
  }, [status, title]);
  return null;
}
