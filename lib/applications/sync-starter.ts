import 'server-only';
import { insertApplication, updateApplication } from '@/db/applications/mutations';
import { listCategoryIds, listStarterApplications } from '@/db/applications/queries';
import { type Tx, write } from '@/db/write';
import { readStarterApps, type StarterApp } from './starter-apps';

/**
 * Makes the catalogue agree with the definitions that come with this version of Tomo: new ones are added, changed ones get
 * the next revision, vanished ones are deprecated and come back when they return. Running it again changes nothing. Apps
 * that are installed keep the version they were deployed with. Called at start.
 */
export async function syncStarterApplications(
  starters: readonly StarterApp[] = readStarterApps(),
): Promise<{ added: number; changed: number; deprecated: number }> {
  return write(async (tx) => {
    const categories = await listCategoryIds(tx);
    const stored = new Map((await listStarterApplications(tx)).map((row) => [row.slug, row]));
    const outcome = { added: 0, changed: 0, deprecated: 0 };
    for (const starter of starters) {
      const known = stored.get(starter.model.slug);
      stored.delete(starter.model.slug);
      if (known?.contentHash === starter.contentHash && known.status !== 'deprecated') continue;
      await store(tx, starter, categories, known);
      outcome[known ? 'changed' : 'added'] += 1;
    }
    for (const { id, status } of stored.values()) {
      if (status !== 'available') continue;
      await updateApplication(tx, id, { status: 'deprecated' });
      outcome.deprecated += 1;
    }
    return outcome;
  });
}

type Known = Awaited<ReturnType<typeof listStarterApplications>>[number];

async function store(
  tx: Tx,
  { model, contentHash }: StarterApp,
  categories: ReadonlyMap<string, string>,
  known: Known | undefined,
): Promise<void> {
  const categoryId = categories.get(model.category) ?? categories.get('other');
  if (categoryId === undefined) throw new Error(`There is no category for ${model.slug}.`);
  const row = {
    name: model.name,
    description: model.texts.tagline,
    longDescription: model.texts.description ?? null,
    appVersion: model.version,
    categoryId,
    tags: model.tags,
    author: model.author ?? null,
    license: model.license,
    repository: model.links.repository ?? null,
    documentation: model.links.documentation ?? null,
    format: 'native',
    definition: model,
    contentHash,
    requirements: { ...model.requirements, architectures: model.architectures },
    privileges: model.privileges,
  };
  if (!known) {
    await insertApplication(tx, {
      ...row,
      slug: model.slug,
      source: 'starter',
      sourceSlug: model.slug,
      sourcePath: `starter/${model.slug}/app.yaml`,
    });
    return;
  }
  // What an administrator granted was granted to the definition that he read.
  const consents = known.contentHash === contentHash ? {} : { consents: [], revision: known.revision + 1 };
  const status = known.status === 'deprecated' ? ({ status: 'available' } as const) : {};
  await updateApplication(tx, known.id, { ...row, ...consents, ...status });
}
