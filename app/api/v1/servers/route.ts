import { defineRoute } from '@/lib/procedures/route';
import { loadServers } from '@/lib/servers/loaders';

export const GET = defineRoute({
  name: 'server.list',
  access: 'servers.read',
  run: async () => ({ servers: await loadServers() }),
});
