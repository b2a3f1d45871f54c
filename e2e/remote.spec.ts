import { expect, test } from '@playwright/test';
import { execIn, resetTarget, target } from './lab/lab.mjs';
import { secondProcess } from './support/process';
import type { checks, RemoteAccount } from './support/remote-checks';

/** Runs one of the checks in a process that may load the product's rooms. */
async function check(name: keyof typeof checks, ...args: unknown[]) {
  const list = args.map((arg) => JSON.stringify(arg)).join(', ');
  const source = `import { checks } from '@/e2e/support/remote-checks'; console.log(JSON.stringify(await checks.${name}(${list})));`;
  return JSON.parse(await secondProcess(source).output) as unknown;
}

function accounts(): Record<string, RemoteAccount> {
  const { port, accounts: all } = target('debian13b');
  const text = (value: string | null) => value ?? undefined;
  return {
    root: { port, username: 'root', password: text(all.root.password), privilege: 'root' },
    deploy: { port, username: 'deploy', keyFile: text(all.deploy.privateKeyPath), privilege: 'passwordless' },
    rsa: { port, username: 'deploy', keyFile: all.deploy.keys.rsa, privilege: 'passwordless' },
    ecdsa: { port, username: 'deploy', keyFile: all.deploy.keys.ecdsa, privilege: 'passwordless' },
    operator: { port, username: 'operator', password: text(all.operator.password), privilege: 'password' },
    fisher: { port, username: 'fisher', keyFile: text(all.fisher.privateKeyPath), privilege: 'passwordless' },
    guest: { port, username: 'guest', password: text(all.guest.password), privilege: 'password' },
  };
}

test.describe('the wire to a real server', { tag: '@debian13b' }, () => {
  test.beforeAll(() => resetTarget('debian13b'));

  test('every account becomes root by its own way and alters no value; guest is told why not', async () => {
    const { guest, ...able } = accounts();
    for (const [name, account] of Object.entries(able)) {
      expect({ name, ...((await check('asRoot', account)) as object) }).toEqual({
        name,
        user: 'root',
        intact: true,
      });
    }
    expect(await check('asRoot', guest)).toEqual({ reason: 'sudo_refused' });
    expect(await check('asRoot', { ...able.operator, privilege: 'passwordless' })).toEqual({
      reason: 'sudo_password_needed',
    });
    expect((await execIn('debian13b', 'ls /tmp/pwned')).code).not.toBe(0);
  });

  test('a stopped root command leaves no process and no file behind, however root was reached', async () => {
    const { root, deploy, operator } = accounts();
    for (const account of [root, deploy, operator]) {
      expect(await check('stopAsRoot', account)).toEqual({ reason: 'timeout', left: '' });
    }
  });

  test('a detached step is a unit of systemd, survives lost connections and is stopped as a whole', async () => {
    const { operator, deploy } = accounts();
    for (const [i, account] of [operator, deploy].entries()) {
      expect(await check('detachedSteps', account, `lab-${Date.now()}-${i}`)).toEqual({
        cut: true,
        identical: true,
        secretOnDisk: '',
        tokenLength: '16',
        byUnit: true,
        lastLine: 'line 300',
        stopped: 'exited',
        left: '',
        after: 'absent',
      });
    }
  });

  test('the Docker engine is reached through each account, over three channels, or the reason is told', async () => {
    test.setTimeout(5 * 60_000);
    const { root, deploy, operator, guest } = accounts();
    expect(await check('engineOf', root)).toEqual({ reason: 'docker_missing' });
    const install =
      'export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && apt-get install -y -qq docker.io';
    expect((await execIn('debian13b', install)).code).toBe(0);
    for (const account of [root, deploy, operator]) {
      const answer = await check('engineOf', account, 'busybox:1.36');
      expect(answer).toMatchObject({ apiVersion: '1.45', tags: ['busybox:1.36'] });
      expect((answer as { channels: number }).channels).toBeLessThanOrEqual(4);
    }
    expect(await check('engineOf', { ...deploy, privilege: 'none' })).toEqual({ reason: 'docker_denied' });
    expect(await check('engineOf', guest)).toEqual({ reason: 'sudo_refused' });
    await execIn('debian13b', 'systemctl stop docker.socket docker');
    expect(await check('engineOf', root)).toEqual({ reason: 'docker_stopped' });
    await resetTarget('debian13b');
  });
});
