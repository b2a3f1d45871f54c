import { describe, expect, it } from 'vitest';
import type { JobRow, JobStepRow } from '@/db/jobs/tables';
import { jobStateView, jobSummary, stepView } from './views';

const said = 'sudo asks deploy@10.1.2.3 for a password';
const row = { id: 'j', status: 'failed', errorCode: 'x', errorMessage: said, result: { hint: said } };
const step = {
  key: 'one',
  status: 'failed',
  errorMessage: said,
  result: { summary: said, facts: { hint: said } },
};

const views = (seesOutput: boolean) =>
  JSON.stringify([
    stepView(step as unknown as JobStepRow, seesOutput),
    jobStateView(row as unknown as JobRow, seesOutput),
    jobSummary({ ...row, result: undefined } as unknown as Parameters<typeof jobSummary>[0], seesOutput),
  ]);

describe('a job', () => {
  it('tells states, but no word of the server, to people who may not see output', () => {
    expect(views(true).split(said)).toHaveLength(7);
    expect(views(false)).not.toMatch(/deploy|10\.1\.2\.3|sudo/);
    expect(views(false)).toContain('"status":"failed"');
    expect(views(false)).toContain('see the reason');
  });
});
