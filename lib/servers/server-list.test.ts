import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import { listServerSummaries, listServerTags } from '@/db/servers/list';
import { insertServer } from '@/db/servers/mutations';
import type { servers } from '@/db/servers/tables';
import { write } from '@/db/write';
import { freshDatabase } from '@/e2e/support/database';
import { newId } from '@/lib/runtime/ids';
import { serverSummary } from './views';

type Row = Partial<typeof servers.$inferInsert>;
let opened: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  opened = await freshDatabase();
});
afterEach(() => opened.close());

async function add(name: string, row: Row = {}): Promise<void> {
  const now = new Date().toISOString();
  await write((tx) =>
    insertServer(tx, {
      id: newId(),
      name,
      host: `${name}.lan`,
      username: 'root',
      authType: 'password',
      createdAt: now,
      updatedAt: now,
      ...row,
    }),
  );
}

const names = async (filter: Parameters<typeof listServerSummaries>[1]) =>
  (await listServerSummaries(database(), filter)).map(({ name }) => name);

describe('the list of servers', () => {
  it('finds by name, tag, system, and by address and note only for those who may see addresses', async () => {
    await add('web-1', { host: '10.0.0.7', notes: 'rack seven', tags: ['prod'] });
    await add('db_1', { systemInfo: { os: { name: 'Rocky Linux 9' } } });
    await add('dbx1');
    for (const text of ['10.0.0.7', 'rack', 'root']) {
      expect(await names({ text, addresses: false }), text).toEqual([]);
      expect(await names({ text, addresses: true }), text).toContain('web-1');
    }
    expect(await names({ text: 'ROCKY', addresses: false })).toEqual(['db_1']);
    // Wildcards of SQL are letters like others.
    expect(await names({ text: 'db_', addresses: false })).toEqual(['db_1']);
    expect(await names({ text: '%', addresses: true })).toEqual([]);
    expect(await names({ tags: ['prod', 'other'], addresses: false })).toEqual(['web-1']);
    expect(await listServerTags(database())).toEqual([{ tag: 'prod', servers: 1 }]);
  });

  it('reads from the facts what wants a person, and nothing where nothing is known', async () => {
    await add('quiet');
    await add('busy', {
      status: 'online',
      hostKeyType: 'ssh-ed25519',
      hostKeyPublic: 'AAAA',
      hostKeyFingerprint: 'SHA256:x',
      hostKeyTrust: 'verified',
      systemInfo: {
        clockOffsetSeconds: -95,
        rebootRequired: true,
        pendingUpdates: { total: 9, security: 2 },
      },
    });
    const [busy, quiet] = (await listServerSummaries(database(), { addresses: true })).map((row) =>
      serverSummary(row, true),
    );
    expect(busy).toMatchObject({
      state: 'needs_attention',
      reason: 'clock_off',
      marks: ['clock', 'reboot', 'security_updates'],
      pendingUpdates: 9,
      securityUpdates: 2,
    });
    expect(quiet).toMatchObject({ state: 'not_verified', marks: [], pendingUpdates: null });
  });
});
