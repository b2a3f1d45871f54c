import 'server-only';
import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';
import { jobLines } from '@/lib/jobs/job-lines';
import { withServer } from '../with-server';
import { storeFacts } from './facts-store';
import { describeFacts } from './facts-text';
import { readFacts } from './read-facts';

const payload = z.strictObject({ serverId: z.string() });

/** Reads the facts of a server anew, over the connection there is. */
export const refreshFactsJob = defineJob({
  kind: 'server.facts',
  payload,
  permission: 'servers.operate',
  lines: jobLines,
  steps: () => ['facts'],
  async run(job) {
    const { summary } = await job.step('facts', async (step) => {
      const { serverId } = job.payload;
      const found = await withServer(serverId, (link) => readFacts(link, job.signal), { signal: job.signal });
      await storeFacts(serverId, found);
      for (const line of describeFacts(found)) step.log(line);
      return { summary: found.os.name };
    });
    return { system: summary };
  },
});
