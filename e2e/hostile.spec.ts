import { readdir } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Outcome } from './journeys/action';
import type { Api } from './journeys/api';
import { CANARY, hostileTexts, manyHostileTexts } from './journeys/hostile-texts';
import { crowd } from './journeys/people';
import { accountOf, addressOf, addServerDirectly, checkDirectly } from './journeys/servers';
import { change, stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { execIn, pretendOs, target } from './lab/lab.mjs';
import type { Tomo } from './support/app';

/**
 * Hostile texts through every field whose value reaches a server or is shown beside one: each is refused in words or kept
 * exactly as it was, none is run, and every page that shows them stays a page.
 */
const DEBIAN = 'debian12';
const onDebian = { tag: ['@wire', '@debian12'] };

type Field = {
  name: string;
  /** Sends one text. Undefined: refused, with the field named. A string: what was stored. */
  send(person: Api, text: string): Promise<string | undefined>;
};

test.setTimeout(180_000);
let serverId = '';

for (const { title, texts, tags } of [
  { title: 'a hundred hostile texts', texts: hostileTexts, tags: onDebian.tag },
  { title: 'five hundred hostile texts', texts: manyHostileTexts, tags: [...onDebian.tag, '@long'] },
]) {
  test(`G1 ${title} in every field are refused or kept verbatim, and none is run`, {
    tag: tags,
  }, async ({ tomo, page, admin }) => {
    test.setTimeout(texts.length * 3_000);
    expect(new Set(texts).size).toBeGreaterThanOrEqual(texts === hostileTexts ? 100 : 500);
    await removeServers(tomo);
    serverId = await addServerDirectly(admin, {
      name: 'a target',
      ...addressOf(DEBIAN),
      ...accountOf('operator'),
    });
    const made = 'SELECT name, host, username, tags, notes FROM servers WHERE id = ?';
    const rowOf = async (id: string) => (await stored(tomo, made, [id]))[0];

    /** A field of the form for a new server; the others hold something harmless. */
    const creating = (name: string, readBack: (row: Record<string, unknown>) => unknown): Field => ({
      name: `new server: ${name}`,
      async send(person, text) {
        const id = Math.random().toString(36).slice(2);
        const harmless = { name: `n${id}`, host: `${id}.invalid`, port: '22', username: 'root' };
        const input = { ...harmless, authType: 'password', password: 'x', tags: '', notes: '', [name]: text };
        const outcome = await person.act<{ serverId: string }>('createServerAction', input);
        if (!outcome.ok) return refusedAt(outcome, name);
        return String(readBack((await rowOf(outcome.data?.serverId ?? '')) ?? {}));
      },
    });
    /** A field of the settings of the target. */
    const changing = (
      name: 'name' | 'tags' | 'notes',
      readBack: (row: Record<string, unknown>) => unknown,
    ): Field => ({
      name: `settings: ${name}`,
      async send(person, text) {
        const [current] = await stored(tomo, 'SELECT version FROM servers WHERE id = ?', [serverId]);
        const input = {
          serverId,
          version: String(current?.version),
          name: 'a target',
          tags: '',
          notes: '',
          [name]: text,
        };
        const outcome = await person.act('updateServerAction', input);
        if (!outcome.ok) return refusedAt(outcome, name);
        return String(readBack((await rowOf(serverId)) ?? {}));
      },
    });
    const tagsIn = ({ tags }: Record<string, unknown>) => (JSON.parse(String(tags)) as string[]).join(', ');

    // Fields of apps join here: what a person types into the deploy form reaches a server too.
    const fields: Field[] = [
      creating('name', ({ name }) => name),
      creating('host', ({ host }) => host),
      creating('username', ({ username }) => username),
      creating('tags', tagsIn),
      creating('notes', ({ notes }) => notes ?? ''),
      changing('name', ({ name }) => name),
      changing('tags', tagsIn),
      changing('notes', ({ notes }) => notes ?? ''),
      {
        name: 'sign-in: account',
        async send(person, text) {
          const input = { serverId, username: text, authType: 'password', password: 'x' };
          const outcome = await person.act('replaceCredentialAction', input);
          if (!outcome.ok) return refusedAt(outcome, 'username');
          return String((await rowOf(serverId))?.username);
        },
      },
      {
        name: 'host key: pasted text',
        async send(person, text) {
          const input = {
            serverId,
            fingerprint: `SHA256:${'A'.repeat(43)}`,
            pasted: text,
            trust: 'verified',
          };
          const outcome = await person.act('trustHostKeyAction', input);
          expect(outcome.ok, 'the key of the target is trusted already').toBe(false);
          return undefined;
        },
      },
    ];

    const people = crowd(tomo, 'admin', 55);
    for (const { name, send } of fields) {
      await test.step(name, async () => {
        let kept = 0;
        for (const text of texts) {
          const result = await send(await people.next(), text);
          if (result === undefined) continue;
          kept += 1;
          expect(
            sameText(result, text),
            `${name}: ${JSON.stringify(text.slice(0, 80))} became ${JSON.stringify(result.slice(0, 80))}`,
          ).toBe(true);
        }
        expect(texts.length - kept, 'rules of the field refuse something').toBeGreaterThan(0);
      });
    }
    await people.end();

    await page.goto('/servers?q=a%20target');
    await expect(page.getByRole('link', { name: 'a target' })).toBeVisible();
    await expectInert(page, ['/servers', `/servers/${serverId}/settings`, '/activity', '/audit']);
    await expectNoCanary();
  });
}

test(
  'G1 options, queries and ids of the API take the same texts without an error of Tomo',
  onDebian,
  async ({ tomo }) => {
    const people = crowd(tomo, 'admin', 9);
    const id = '01a20000-0000-7000-8000-000000000000';
    for (const text of hostileTexts) {
      const person = await people.next();
      const options = await person.post(`/api/v1/servers/${serverId || id}/preparations`, {
        dockerSource: text,
      });
      expect(options.status, JSON.stringify(text.slice(0, 80))).toBe(422);
      const part = encodeURIComponent(wellFormed(text).slice(0, 1_000));
      for (const address of [
        `/api/v1/jobs?kind=${part}&status=${part}&after=${part}&size=${part}`,
        `/api/v1/preparations?server=${part}`,
        `/api/v1/servers/${part || '-'}`,
        `/servers?q=${part}&status=${part}`,
      ]) {
        const { status } = await person.get(address);
        expect(status, address.slice(0, 120)).toBeGreaterThanOrEqual(200);
        expect(status, address.slice(0, 120)).toBeLessThan(500);
      }
    }
    await people.end();
    await expectNoCanary();
  },
);

test(
  'G1 passwords that look like commands sign in and open sudo, as they are',
  onDebian,
  async ({ admin, tomo }) => {
    const { operator } = target(DEBIAN).accounts;
    const server = {
      name: 'odd passwords',
      host: 'localhost',
      port: target(DEBIAN).port,
      ...accountOf('operator'),
    };
    const id = await addServerDirectly(admin, server);
    const people = crowd(tomo, 'admin', 9);
    // What chpasswd takes: one line, no NUL.
    const passwords = hostileTexts.filter((text) => /^[^\0\r\n\ud800]{8,200}$/.test(text)).slice(0, 8);
    try {
      for (const password of passwords) {
        await execIn(DEBIAN, 'chpasswd', { input: `operator:${password}\n` });
        const person = await people.next();
        const input = { serverId: id, username: 'operator', authType: 'password', password };
        expect(await person.act('replaceCredentialAction', input), password).toMatchObject({ ok: true });
        const check = await checkDirectly(person, id);
        expect(check.state, `${password} ${JSON.stringify(check.state)}`).toMatchObject({
          status: 'completed',
        });
        expect(JSON.stringify(check), 'and it is not in the log').not.toContain(
          JSON.stringify(password).slice(1, -1),
        );
      }
    } finally {
      await execIn(DEBIAN, 'chpasswd', { input: `operator:${operator.password}\n` });
      await people.end();
    }
    await expectNoCanary();
  },
);

test('G7 what a server says of itself is text, on every page', onDebian, async ({ page, admin }) => {
  const server = { name: 'a liar', host: 'localhost', port: target(DEBIAN).port, ...accountOf('deploy') };
  const id = await addServerDirectly(admin, server);
  const name = `Debian <img src=x onerror=window.pwned=1> \u202e $(touch ${CANARY}) \`touch ${CANARY}\``;
  await pretendOs(DEBIAN, {
    ID: 'debian',
    VERSION_ID: '12',
    VERSION_CODENAME: 'bookworm',
    PRETTY_NAME: name,
  });
  try {
    const check = await checkDirectly(admin, id);
    expect(check.state.status).toBe('completed');
    await page.goto(`/servers/${id}`);
    await expect(page.getByText('Debian <img src=x onerror=window.pwned=1>').first()).toBeVisible();
    await expectInert(page, ['/servers', `/servers/${id}`, `/activity/${check.id}`, '/']);
  } finally {
    await execIn(DEBIAN, 'ln -sf ../usr/lib/os-release /etc/os-release');
  }
  await expectNoCanary();
});

/** Each account of a server is added once: what an earlier test added goes. */
const removeServers = (tomo: Tomo) => change(tomo, 'DELETE FROM servers');

/** Refused in words that stand at the field. */
function refusedAt({ error }: Outcome<unknown>, field: string): undefined {
  expect(error?.code, JSON.stringify(error)).toMatch(/^(invalid|conflict)$/);
  expect(Object.keys(error?.fields ?? {}), JSON.stringify(error)).toContain(field);
  return undefined;
}

/** The same text, but for the space around it and for commas between tags. */
function sameText(kept: string, typed: string): boolean {
  return (
    kept === typed.trim() ||
    kept ===
      typed
        .split(/[,\s]+/)
        .filter(Boolean)
        .join(', ')
  );
}

const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** Pages that show hostile texts run none of them: no element of theirs, no script of theirs. */
async function expectInert(page: Page, addresses: string[]): Promise<void> {
  page.on('dialog', (dialog) => {
    throw new Error(`A dialog opened: ${dialog.message()}`);
  });
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.evaluate('window.pwned'), address).toBeUndefined();
    expect(await page.locator('img[src="x"], svg[onload]').count(), address).toBe(0);
  }
}

async function expectNoCanary(): Promise<void> {
  const here = (await readdir('/tmp')).filter((name) => name.startsWith('tomo-canary'));
  const { stdout } = await execIn(DEBIAN, `ls -d ${CANARY}*; ls /root /home/* / | grep -c tomo-canary`);
  expect([...here, stdout.trim()]).toEqual(['0']);
}
