import { z } from 'zod';
import { defineRoute } from '@/lib/procedures/route';
import { loadServer } from '@/lib/servers/loaders';

export const GET = defineRoute({
  name: 'server.read',
  access: 'servers.read',
  params: z.object({ serverId: z.uuid() }),
  run: ({ params }) => loadServer(params.serverId),
});
