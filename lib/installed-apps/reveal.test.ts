import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '@/db/audit/tables';
import { database } from '@/db/client';
import { deployable } from '@/e2e/support/apps';
import { freshDatabase } from '@/e2e/support/database';
import { revealSecret } from './reveal';
import { startInstall } from './start-install';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

const reveals = async () =>
  (await database().select().from(auditLog)).filter(({ action }) => action === 'reveal');

describe('looking at a secret of an app', () => {
  it('shows one that Tomo made, and the ledger says who looked at which', async () => {
    const { actor, answers } = await deployable();
    const { installedAppId } = await startInstall(actor, answers('miniflux'), null);
    const { value } = await revealSecret(actor, installedAppId, 'DB_PASSWORD');
    expect(value).toMatch(/^[A-Za-z0-9]{32}$/);
    const [entry] = await reveals();
    expect(entry).toMatchObject({ userId: actor.userId, entityId: installedAppId, outcome: 'ok' });
    expect(JSON.stringify(entry)).toContain('DB_PASSWORD');
    expect(JSON.stringify(entry)).not.toContain(value);
  });

  it('shows a password that the form made, but not one that a person typed', async () => {
    const { actor, answers } = await deployable();
    const made = await startInstall(actor, answers('miniflux', { generated: ['ADMIN_PASSWORD'] }), null);
    expect(await revealSecret(actor, made.installedAppId, 'ADMIN_PASSWORD')).toEqual({
      value: 'typed by a person',
    });
    const typed = await startInstall(
      actor,
      answers('miniflux', { instanceName: 'second', ports: [{ id: 'web', port: 8090, bind: 'all' }] }),
      null,
    );
    await expect(revealSecret(actor, typed.installedAppId, 'ADMIN_PASSWORD')).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await reveals()).toHaveLength(1);
  });

  it.each(['ADMIN_USERNAME', 'constructor', '__proto__', 'NOPE'])(
    'knows no secret called %s',
    async (key) => {
      const { actor, answers } = await deployable();
      const input = answers('miniflux', { generated: ['ADMIN_USERNAME', 'constructor', 'NOPE'] });
      const { installedAppId } = await startInstall(actor, input, null);
      await expect(revealSecret(actor, installedAppId, key)).rejects.toMatchObject({ code: 'not_found' });
      expect(await reveals()).toEqual([]);
    },
  );
});
