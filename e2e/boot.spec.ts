import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stored } from './journeys/stored';
import { Tomo } from './support/app';
import { expect, test } from './support/browser';

/** Starts Tomo where it must refuse; gives all that it printed and how it ended. */
async function refusal(env: Record<string, string>) {
  const dir = await mkdtemp(path.join(tmpdir(), 'tomo-boot-'));
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['lib/boot/front.mjs'], {
    cwd: path.resolve(import.meta.dirname, '..'),
    env: { PATH, HOME, NODE_ENV: 'production', PORT: '0', HOSTNAME: '127.0.0.1', TOMO_DATA_DIR: dir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'exit');
  await rm(dir, { recursive: true, force: true });
  return {
    code,
    output,
    complaint: output.split('\n').filter((line) => line.startsWith('Tomo cannot start.')),
  };
}

test('G20 a key that is no key stops the start with one line, without the key and without a stack', async () => {
  const key = Buffer.from('change-me-to-something-random-32').toString('base64');
  const { code, output, complaint } = await refusal({ TOMO_ENCRYPTION_KEY: `k1:${key}` });
  expect(code).toBe(1);
  expect(complaint).toEqual([expect.stringContaining('TOMO_ENCRYPTION_KEY, key 1: is readable text')]);
  expect(output).not.toContain(key);
  expect(output).not.toMatch(/^ {4}at /m);
});

test('a setting that only the front reads stops the start likewise', async () => {
  const { code, complaint } = await refusal({ TOMO_URL: 'tomo.example' });
  expect([code, complaint]).toEqual([1, [expect.stringContaining('TOMO_URL: must be an origin')]]);
});

test('a second Tomo on the same data is refused at once', async ({ tomo }) => {
  const began = Date.now();
  await expect(Tomo.start({ dataDir: tomo.dataDir })).rejects.toThrow(/Another Tomo is already running/);
  expect(Date.now() - began).toBeLessThan(20_000);
});

test('the data folder belongs to nobody else', async ({ tomo }) => {
  const mode = async (name: string) => ((await stat(path.join(tomo.dataDir, name))).mode & 0o777).toString(8);
  expect(await mode('.')).toBe('700');
  for (const name of ['keyring', 'tomo.db', 'instance.lock'])
    expect([name, await mode(name)]).toEqual([name, '600']);
});

test('the first administrator comes from the environment, once', async ({ browser }) => {
  const env = { TOMO_ADMIN_USERNAME: 'ada', TOMO_ADMIN_PASSWORD: 'vivid otter lantern 42' };
  const tomo = await Tomo.start({ env });
  const page = await browser.newPage({ baseURL: tomo.url });
  await page.goto('/');
  await expect(page).toHaveURL('/login?next=%2F');
  await page.getByLabel('Username or e-mail').fill('ada');
  await page.getByLabel('Password', { exact: true }).fill(env.TOMO_ADMIN_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/');
  expect(tomo.output).not.toContain(env.TOMO_ADMIN_PASSWORD);
  expect(tomo.output).not.toContain('#token=');
  await page.close();
  expect((await tomo.stop()).code).toBe(0);
});

test('an error that nobody caught is logged, the head of the ledger is remembered, and the process ends', async () => {
  const plant = 'process.on("SIGUSR2",()=>{throw new Error("planted")})';
  const tomo = await Tomo.start({
    env: {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(plant)}`,
      TOMO_ADMIN_USERNAME: 'ada',
      TOMO_ADMIN_PASSWORD: 'vivid otter lantern 42',
    },
  });
  const head = (await stored(tomo, 'SELECT max(seq) AS head FROM audit_log'))[0]?.head;
  process.kill(tomo.pid, 'SIGUSR2');
  await expect.poll(() => tomo.output).toContain('Tomo stops: planted');
  const entry = tomo.output.split('\n').find((line) => line.startsWith('{') && line.includes('planted'));
  expect(JSON.parse(entry ?? '')).toMatchObject({ level: 'CRITICAL', source: 'system' });
  const heads = path.join(tomo.dataDir, 'audit-heads.jsonl');
  await expect.poll(() => existsSync(heads) && readFileSync(heads, 'utf8')).toContain(`"seq":${head}`);
  expect((await tomo.stop()).code).toBe(1);
});
