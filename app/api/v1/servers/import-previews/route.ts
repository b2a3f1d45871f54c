import { changesPerPerson } from '@/lib/procedures/rate';
import { defineRoute } from '@/lib/procedures/route';
import { previewImport } from '@/lib/servers/import/preview';
import { importPreviewInput } from '@/lib/servers/schema';

export const POST = defineRoute({
  name: 'server.import_preview',
  access: 'servers.manage',
  body: importPreviewInput,
  limit: changesPerPerson,
  run: ({ body }) => previewImport(body),
});
