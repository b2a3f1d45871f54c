import { loadApplications } from '@/lib/applications/loaders';
import { defineRoute } from '@/lib/procedures/route';

export const GET = defineRoute({
  name: 'application.list',
  access: 'catalogue.read',
  run: async () => ({ applications: (await loadApplications()).applications }),
});
