import type { ActionResult } from '@/lib/procedures/result';
import type { ImportPreview } from '@/lib/servers/import/preview';

/** Asks what the texts would add, through the route that a program would call. */
export async function previewImport(texts: {
  config: string;
  knownHosts: string;
}): Promise<ActionResult<ImportPreview>> {
  const response = await fetch('/api/v1/servers/import-previews', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(texts),
  });
  const answer: Record<string, unknown> = await response.json().catch(() => ({}));
  if (response.ok) return { ok: true, data: answer as unknown as ImportPreview };
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    ok: false,
    error: {
      code: (text(answer.code) ?? 'unexpected') as 'unexpected',
      message: text(answer.title) ?? `Tomo answered with ${response.status}.`,
      hint: text(answer.detail),
      fields: answer.fields as Record<string, string> | undefined,
    },
  };
}
