import 'server-only';
import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';
import { jobLines } from '@/lib/jobs/job-lines';
import { observeServer } from './observe';
import { loadAppWork, onServer } from './steps/context';

/** Looks at the containers of an app now, as the observation does from time to time. Changes nothing on the server. */
export const checkAppJob = defineJob({
  kind: 'app.check',
  payload: z.strictObject({ installedAppId: z.string() }),
  permission: 'apps.operate',
  lines: jobLines,
  steps: () => ['verify'],
  async run(job) {
    const work = await loadAppWork(job, job.payload.installedAppId);
    const { facts } = await job.step('verify', async (step) => {
      const seen = await onServer(work, (link) =>
        observeServer(link, { only: work.app.id, signal: step.signal }),
      );
      const look = seen.get(work.app.id);
      for (const service of look?.verdict.services ?? []) step.log(service.sentence);
      return {
        summary: look?.verdict.sentence ?? 'Nothing was deployed yet',
        facts: { status: look?.verdict.status },
      };
    });
    return facts ?? {};
  },
});
