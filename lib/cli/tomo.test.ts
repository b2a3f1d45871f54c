import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLog } from '@/db/audit/tables';
import { database } from '@/db/client';
import { findToken } from '@/db/users/queries';
import { freshDatabase } from '@/e2e/support/database';
import { createUnattendedAdmin } from '@/lib/auth/setup';
import { hashToken } from '@/lib/crypto/token';
import { nowIso } from '@/lib/runtime/clock';

const PASSWORD = 'vivid otter lantern 42';

describe('the command line', () => {
  let fresh: Awaited<ReturnType<typeof freshDatabase>>;
  beforeEach(async () => {
    fresh = await freshDatabase();
  });
  afterEach(() => fresh.close());

  function tomo(words: string[], env: Record<string, string> = {}) {
    const flags = ['--import', 'tsx', '--conditions=react-server', 'lib/cli/tomo.ts', ...words];
    const { PATH = '', HOME = '' } = process.env;
    const child = spawnSync(process.execPath, flags, {
      encoding: 'utf8',
      env: { PATH, HOME, NODE_ENV: 'production', TOMO_DATA_DIR: fresh.dir, ...env },
    });
    return { code: child.status, out: child.stdout, err: child.stderr };
  }
  const tokenOf = (text: string) => /#token=(\S+)/.exec(text)?.[1] ?? '';

  it('prints a new setup link while nobody is there, and only then', async () => {
    const first = tomo(['setup-token'], { TOMO_URL: 'https://tomo.example' });
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringContaining('https://tomo.example/setup#token='),
    });
    expect(await findToken(database(), ['setup'], hashToken(tokenOf(first.out)), nowIso())).toBeDefined();
    await createUnattendedAdmin({ username: 'ada', password: PASSWORD });
    expect(tomo(['setup-token'])).toMatchObject({ code: 1, err: expect.stringContaining('already set up') });
  }, 60_000);

  it('gives a person a link for a new password, and records that', async () => {
    await createUnattendedAdmin({ username: 'ada', password: PASSWORD });
    const reset = tomo(['reset-password', 'Ada']);
    expect(reset.code).toBe(0);
    expect(await findToken(database(), ['reset'], hashToken(tokenOf(reset.out)), nowIso())).toBeDefined();
    const [, entry] = await database().select().from(auditLog).orderBy(auditLog.seq);
    expect(entry).toMatchObject({ action: 'password_reset', actorType: 'cli' });
    expect(tomo(['reset-password', 'nobody'])).toMatchObject({ code: 1, err: 'There is no user nobody.\n' });
    expect(tomo(['audit', 'verify'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Intact: 2 entries'),
    });
  }, 60_000);

  it('shows the configuration without its secrets', () => {
    const env = { PORT: '8080', TOMO_ADMIN_USERNAME: 'ada', TOMO_ADMIN_PASSWORD: PASSWORD, TOMO_TYPO: '1' };
    const { code, out } = tomo(['config'], env);
    expect(code).toBe(0);
    expect(out).not.toContain(PASSWORD);
    expect(out).toMatch(/PORT +8080 +environment/);
    expect(out).toMatch(/TOMO_ADMIN_PASSWORD +set \(hidden\) +environment/);
    expect(out).toMatch(/TOMO_URL +– +default/);
    expect(out).toMatch(/TOMO_TYPO +means nothing/);
  }, 60_000);

  it.each([[[]], [['unlock']], [['unlock', 'a', 'b']], [['audit']], [['constructor']], [['--help']]])(
    'explains itself when it is called wrongly: %j',
    (words) => {
      expect(tomo(words)).toMatchObject({ code: 2, err: expect.stringContaining('Usage: npm run tomo') });
    },
    60_000,
  );
});
