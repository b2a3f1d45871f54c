import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CANARY, manyHostileTexts } from '@/e2e/journeys/hostile-texts';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { Secret } from '@/lib/crypto/secret';
import { remoteScript } from './command';
import { connect } from './connect';
import type { SshConnection } from './connection';
import { run } from './run';

let sshd: TestSshd;
let connection: SshConnection;

beforeAll(async () => {
  sshd = await startSshd();
  connection = await connect(sshd.target, sshd.auth, sshd.hostKeys.ed25519, {
    readyTimeoutMs: 10_000,
    keepaliveMs: 10_000,
  });
});

afterAll(async () => {
  connection.close();
  await sshd.close();
});

/** Uses a value as scripts of Tomo do: in quotes, in a loop over words, in a file, as an argument behind `--`. */
const use = remoteScript(
  'use-values',
  `folder=$(mktemp -d)
printf '%s' "$value" >"$folder/file"
[ "$value" = "$(cat "$folder/file"; printf x)" ] || :
for word in $value; do :; done
grep -qxF -- "$value" "$folder/file" || :
env -i PATH="$PATH" VALUE="$value" printenv VALUE >/dev/null || :
printf '%s|' "$value" "$text" "$secret" | base64 -w 0
rm -rf -- "$folder"`,
);

const AT_ONCE = 6;

async function expectVerbatim(text: string): Promise<void> {
  const { stdout, exitCode, stderr } = await run(connection, {
    script: use,
    args: { value: text },
    texts: { text },
    secrets: { secret: new Secret(text) },
    timeoutMs: 20_000,
  });
  const shown = JSON.stringify(text.slice(0, 80));
  expect(exitCode, `${shown} ${stderr}`).toBe(0);
  expect(Buffer.from(stdout, 'base64').toString('utf8'), shown).toBe(`${text}|`.repeat(3));
}

const possible = (text: string) => !text.includes('\0') && !/\p{Surrogate}/u.test(text);

test('G1 five hundred hostile texts reach a real server as they are, in each of three ways, and none is run', async () => {
  expect(manyHostileTexts.length).toBeGreaterThanOrEqual(500);
  const sent = manyHostileTexts.filter(possible);
  expect(sent.length).toBeGreaterThanOrEqual(480);
  for (let next = 0; next < sent.length; next += AT_ONCE)
    await Promise.all(sent.slice(next, next + AT_ONCE).map(expectVerbatim));
  expect(existsSync(CANARY)).toBe(false);
  expect(readdirSync('/tmp').filter((name) => name.startsWith('tomo-canary'))).toEqual([]);
}, 120_000);

test('G1 texts that no shell can hold are refused before anything is sent', async () => {
  for (const text of manyHostileTexts.filter((one) => !possible(one))) {
    const sent = run(connection, {
      script: use,
      args: { value: text },
      texts: { text: '' },
      timeoutMs: 20_000,
    });
    await expect(sent, JSON.stringify(text.slice(0, 40))).rejects.toThrow();
  }
});
