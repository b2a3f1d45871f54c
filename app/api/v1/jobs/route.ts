import { jobListQuery, loadJobs } from '@/lib/jobs/loaders';
import { defineRoute } from '@/lib/procedures/route';

export const GET = defineRoute({
  name: 'job.list',
  access: 'jobs.read',
  query: jobListQuery,
  run: ({ query }) => loadJobs(query),
});
