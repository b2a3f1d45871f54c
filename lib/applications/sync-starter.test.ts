import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedCategories, updateApplication } from '@/db/applications/mutations';
import { findApplication, listApplications } from '@/db/applications/queries';
import { database } from '@/db/client';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { contentHash } from './canonical';
import { modelSchema } from './model';
import { readStarterApps, type StarterApp } from './starter-apps';
import { syncStarterApplications } from './sync-starter';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
  await write(seedCategories);
});
afterEach(() => fresh.close());

const changed = (starter: StarterApp, version: string): StarterApp => {
  const model = { ...starter.model, version };
  return { ...starter, model, contentHash: contentHash(model) };
};
const only = async (slug: string) => {
  const row = (await listApplications(database())).find((one) => one.slug === slug);
  const application = row && (await findApplication(database(), row.id));
  if (!application) throw new Error(`${slug} is not in the catalogue`);
  return application;
};

describe('the applications that come with Tomo', () => {
  it('are in the catalogue after a start, and a second start changes nothing', async () => {
    const starters = readStarterApps();
    expect(await syncStarterApplications()).toEqual({ added: starters.length, changed: 0, deprecated: 0 });
    const before = await only('miniflux');
    expect(await syncStarterApplications()).toEqual({ added: 0, changed: 0, deprecated: 0 });
    expect(await only('miniflux')).toEqual(before);
    expect(modelSchema.parse(before.definition).slug).toBe('miniflux');
    expect(contentHash(before.definition)).toBe(before.contentHash);
  });

  it('get the next revision when their definition changes, and lose what was granted to the old one', async () => {
    const starters = readStarterApps();
    await syncStarterApplications(starters);
    const before = await only('miniflux');
    await write((tx) => updateApplication(tx, before.id, { consents: ['low-port'] }));
    const next = starters.map((one) => (one.model.slug === 'miniflux' ? changed(one, '3.0.0') : one));
    expect(await syncStarterApplications(next)).toMatchObject({ added: 0, changed: 1 });
    expect(await only('miniflux')).toMatchObject({
      id: before.id,
      appVersion: '3.0.0',
      revision: before.revision + 1,
      consents: [],
    });
  });

  it('leave the catalogue when they vanish and come back as they were', async () => {
    const starters = readStarterApps();
    await syncStarterApplications(starters);
    const before = await only('miniflux');
    const rest = starters.filter(({ model }) => model.slug !== 'miniflux');
    expect(await syncStarterApplications(rest)).toMatchObject({ deprecated: 1 });
    expect((await listApplications(database())).map(({ slug }) => slug)).not.toContain('miniflux');
    await syncStarterApplications(starters);
    expect(await only('miniflux')).toMatchObject({ id: before.id, status: 'available', revision: 1 });
  });

  it('stay switched off when an administrator switched them off', async () => {
    await syncStarterApplications();
    const { id } = await only('miniflux');
    await write((tx) => updateApplication(tx, id, { status: 'disabled' }));
    await syncStarterApplications(readStarterApps().map((one) => changed(one, '9')));
    expect((await findApplication(database(), id))?.status).toBe('disabled');
  });
});
