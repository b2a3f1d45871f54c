import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Api } from './journeys/api';
import { acted, deploy, printed, starterId } from './journeys/deploying';
import { jobEnd } from './journeys/jobs';
import { addPerson, signIn } from './journeys/people';
import { startPreparing } from './journeys/preparing';
import { accountOf, addressOf, addServerDirectly, type SignIn } from './journeys/servers';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { execIn, resetTarget, target } from './lab/lab.mjs';

/**
 * Whatever account a server gives to Tomo, an app is deployed, stopped and removed with it. One server, prepared once, is
 * added under each of its accounts; none but root may reach Docker without sudo.
 */
const DEBIAN = 'debian13c';
const { deploy: byKey } = target(DEBIAN).accounts;
const keeper = { username: 'keeper', password: `${randomBytes(9).toString('base64url')} "ü'$x` };

const accounts: { name: string; host: string; signIn: SignIn; sudoMode: string }[] = [
  { name: 'root', host: '127.0.0.1', signIn: accountOf('root'), sudoMode: 'root' },
  { name: 'key', host: '127.0.0.1', signIn: accountOf('deploy'), sudoMode: 'passwordless' },
  {
    name: 'passphrase',
    host: 'localhost',
    signIn: {
      username: byKey.username,
      privateKey: readFileSync(byKey.keys.encrypted, 'utf8'),
      passphrase: byKey.passphrase,
    },
    sudoMode: 'passwordless',
  },
  { name: 'login', host: '127.0.0.1', signIn: accountOf('operator'), sudoMode: 'login_password' },
  {
    name: 'own',
    host: '127.0.0.1',
    signIn: { ...keeper, sudoPassword: accountOf('root').password },
    sudoMode: 'password',
  },
];

test.setTimeout(300_000);
test('an app is deployed, answers, is stopped and removed with each kind of account', {
  tag: ['@apps', `@${DEBIAN}`],
}, async ({ tomo, admin }) => {
  await resetTarget(DEBIAN);
  await addKeeper();
  const added = await test.step('the server is added under each account, and prepared once', async () => {
    const api = await Promise.all(
      accounts.map(async ({ name }) => signIn(tomo, await addPerson(tomo, `hand-${name}`, 'admin'))),
    );
    const add = ({ name, host, signIn: by }: (typeof accounts)[number], index: number) =>
      addServerDirectly(api[index] as Api, { name, ...addressOf(DEBIAN), host, ...by });
    const [first, ...others] = accounts as [(typeof accounts)[0], ...typeof accounts];
    const ids = [await add(first, 0)];
    const job = await jobEnd(admin, await startPreparing(admin, ids[0] ?? ''), 300_000);
    expect(job.state).toMatchObject({ status: 'completed' });
    ids.push(...(await Promise.all(others.map((account, index) => add(account, index + 1)))));
    return accounts.map((account, index) => ({
      ...account,
      api: api[index] as Api,
      serverId: ids[index] ?? '',
      port: target(DEBIAN).webPorts[index] ?? 0,
    }));
  });
  const modes = await stored(tomo, 'SELECT name, sudo_mode FROM servers');
  expect(Object.fromEntries(modes.map(({ name, sudo_mode }) => [name, sudo_mode]))).toEqual(
    Object.fromEntries(accounts.map(({ name, sudoMode }) => [name, sudoMode])),
  );
  expect(await printed(DEBIAN, 'getent group docker'), 'nobody is in the group of Docker').toMatch(/:$/);

  const site = await starterId(admin, 'static-site');
  await Promise.all(
    added.map(({ name, api, serverId, port }) =>
      test.step(`${name}: from the first image to the removal`, async () => {
        const address = `http://127.0.0.1:${port}/`;
        const id = await deploy(api, {
          applicationId: site,
          serverId,
          instanceName: `by-${name}`,
          fields: { PAGE: `<p>deployed by ${name}</p>` },
          ports: [{ id: 'web', port, bind: 'all' }],
        });
        expect(await (await fetch(address)).text()).toContain(`deployed by ${name}`);
        expect(await stateOn(name)).toBe('running');
        await acted(api, id, 'stops');
        expect(await stateOn(name)).toBe('exited');
        await expect(fetch(address)).rejects.toThrow();
        await acted(api, id, 'removals', { volumes: true });
        expect(await stateOn(name)).toBe('');
        await api.dispose();
      }),
    ),
  );
  expect(await printed(DEBIAN, 'ls -A /opt/tomo/apps; ls -A /var/lib/tomo/jobs; docker ps -aq')).toBe('');
});

const stateOn = (name: string) =>
  printed(DEBIAN, `docker ps -a --filter name=^by-${name}-web-1$ --format '{{.State}}'`);

/** An account that signs in with one password and that sudo asks for another one: that of root. */
async function addKeeper(): Promise<void> {
  const { code, stderr } = await execIn(
    DEBIAN,
    `useradd -m -s /bin/bash keeper && chpasswd &&
     printf '%s\\n' 'keeper ALL=(ALL) ALL' 'Defaults:keeper rootpw' >/etc/sudoers.d/keeper`,
    { input: `keeper:${keeper.password}\n` },
  );
  expect(code, stderr).toBe(0);
}
