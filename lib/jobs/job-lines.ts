import 'server-only';
import { deleteJobOutput, insertJobLines, markJobLine } from '@/db/jobs/mutations';
import { listJobLinesAfter, listJobLinesBefore, listJobOutputSizes, matchJobLines } from '@/db/jobs/queries';
import type { LineStore } from './define';

/** The line store of every kind of job but preparations: `job_logs`. */
export const jobLines: LineStore = {
  insert: insertJobLines,
  listAfter: listJobLinesAfter,
  listBefore: listJobLinesBefore,
  match: (db, jobId, { after, to }, pattern) => matchJobLines(db, jobId, after, to, pattern),
  lineBytes: 170,
  outputSizes: listJobOutputSizes,
  deleteOutput: (tx, jobId, { from, to }) => deleteJobOutput(tx, jobId, from, to),
  mark: markJobLine,
};
