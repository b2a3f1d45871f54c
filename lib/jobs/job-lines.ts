import 'server-only';
import { insertJobLines } from '@/db/jobs/mutations';
import { listJobLinesAfter, listJobLinesBefore } from '@/db/jobs/queries';
import type { LineStore } from './define';

/** The line store of every kind of job but preparations: `job_logs`. */
export const jobLines: LineStore = {
  async insert(tx, jobId, lines) {
    const rows = lines.map(({ seq, step, stream, level, message, timestamp }) => ({
      jobId,
      seq,
      step,
      stream,
      level,
      message,
      timestamp,
    }));
    await insertJobLines(tx, rows);
  },
  listAfter: listJobLinesAfter,
  listBefore: listJobLinesBefore,
};
