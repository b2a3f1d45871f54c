import { loadPreparations, preparationListQuery } from '@/lib/preparations/loaders';
import { defineRoute } from '@/lib/procedures/route';

export const GET = defineRoute({
  name: 'preparation.list_all',
  access: 'servers.read',
  query: preparationListQuery,
  run: async ({ query }) => ({ preparations: await loadPreparations(query) }),
});
