import { postJob } from '@/components/jobs/post-job';
import type { ActionResult } from '@/lib/procedures/result';
import type { ImportPreview } from '@/lib/servers/import/preview';

/** Asks what the texts would add, through the route that a program would call. */
export function previewImport(texts: {
  config: string;
  knownHosts: string;
}): Promise<ActionResult<ImportPreview>> {
  return postJob<ImportPreview>('/api/v1/servers/import-previews', texts);
}
