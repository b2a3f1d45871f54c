import { z } from 'zod';
import { logAsText } from '@/lib/jobs/log-text';
import { defineRoute } from '@/lib/procedures/route';

export const GET = defineRoute({
  name: 'job.log',
  access: 'jobs.output',
  params: z.object({ jobId: z.uuid() }),
  run: async ({ params }) => {
    const { name, body } = await logAsText(params.jobId);
    return new Response(body, {
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
      },
    });
  },
});
