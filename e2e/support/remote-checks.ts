import { readFileSync } from 'node:fs';
import { Secret } from '@/lib/crypto/secret';
import { openEngine } from '@/lib/docker/engine';
import { remoteScript } from '@/lib/ssh/command';
import { connect } from '@/lib/ssh/connect';
import type { SshConnection } from '@/lib/ssh/connection';
import {
  cleanDetached,
  followDetached,
  inspectDetached,
  startDetached,
  stopDetached,
} from '@/lib/ssh/detached';
import { isSshError } from '@/lib/ssh/errors';
import { run } from '@/lib/ssh/run';
import { scanHostKeys } from '@/lib/ssh/scan';
import type { HostKey, Privilege, SshAuth } from '@/lib/ssh/target';

/*
 * What a journey asks of the wire itself on a server of the lab. The product's rooms load only in a process of their own
 * (`secondProcess`), so each check returns plain values for the journey to judge.
 */

/** How to sign in and become root; plain values, because they come from another process. */
export type RemoteAccount = {
  port: number;
  username: string;
  password?: string;
  keyFile?: string;
  privilege: 'root' | 'passwordless' | 'password' | 'none';
};

const hostile = `it's "$(touch /tmp/pwned)" \`touch /tmp/pwned\`\n\\'; touch /tmp/pwned; #\n\u001b[2Jü`;

/** Runs a script as root with a hostile value: who it ran as, whether the value arrived, or the reason why not. */
async function asRoot(account: RemoteAccount): Promise<{ user?: string; intact?: boolean; reason?: string }> {
  const { connection, privilege } = await open(account);
  const script = remoteScript('who', 'id -un; printf "%s" "$value"');
  try {
    const { stdout } = await run(connection, {
      script,
      args: { value: hostile },
      privilege,
      timeoutMs: 20_000,
    });
    const end = stdout.indexOf('\n');
    return { user: stdout.slice(0, end), intact: stdout.slice(end + 1) === hostile };
  } catch (error) {
    if (isSshError(error)) return { reason: error.reason };
    throw error;
  } finally {
    connection.close();
  }
}

/** Stops a root command that ignores TERM and says what of it is left on the server. */
async function stopAsRoot(account: RemoteAccount): Promise<{ reason?: string; left: string }> {
  const { connection, privilege } = await open(account);
  const stubborn = remoteScript('stubborn', 'trap "" TERM; sleep 4711; sleep 4711');
  const error: unknown = await run(connection, { script: stubborn, privilege, timeoutMs: 1_500 }).catch(
    (one: unknown) => one,
  );
  const search = remoteScript(
    'search',
    'pgrep -f "sleep 4711" || :; ls -d /dev/shm/tomo.* /tmp/tomo.* 2>/dev/null || :',
  );
  const { stdout } = await run(connection, { script: search, timeoutMs: 10_000 });
  connection.close();
  return { reason: isSshError(error) ? error.reason : undefined, left: stdout };
}

/** Runs a detached step over a connection that is lost again and again, and a second one that is stopped. */
async function detachedSteps(account: RemoteAccount, jobId: string) {
  let { connection, privilege } = await open(account);
  if (!privilege) throw new Error('detached steps need root');
  const lines = { jobId, stepKey: 'lines' };
  const body = `printf '%s\\n' "\${#token}"; cat /proc/self/cgroup; i=0; while [ "$i" -lt 300 ]; do i=$((i + 1)); echo "line $i"; sleep 0.02; done`;
  const token = new Secret('hush hush canary');
  await startDetached(connection, lines, {
    script: remoteScript('lines', body),
    secrets: { token },
    privilege,
    lock: 'exclusive',
  });
  let log = '';
  let offset = 0;
  let cuts = 0;
  for (let done = false; !done; ) {
    const current = connection;
    try {
      const onChunk = (chunk: Buffer, after: number) => {
        log += chunk;
        offset = after;
        if (cuts < 5 && offset > 300 * (cuts + 1)) {
          cuts += 1;
          current.close();
        }
      };
      await followDetached(connection, lines, { privilege, fromOffset: offset, onChunk });
      done = true;
    } catch (error) {
      if (!isSshError(error) || error.reason !== 'closed') throw error;
      ({ connection, privilege = 'root' } = await open(account));
    }
  }
  const cat = remoteScript(
    'cat',
    'cat "/var/lib/tomo/jobs/$job/lines/log"; grep -rl canary /var/lib/tomo /run/tomo >&2 || :',
  );
  const stored = await run(connection, { script: cat, args: { job: jobId }, privilege, timeoutMs: 10_000 });
  const long = { jobId, stepKey: 'long' };
  await startDetached(connection, long, {
    script: remoteScript('long', 'sleep 4712 & sleep 4712'),
    privilege,
    lock: 'exclusive',
  });
  const stopped = await stopDetached(connection, long, { privilege });
  const search = remoteScript(
    'search',
    'pgrep -f "sleep 4712" || :; systemctl list-units --no-legend "tomo-*" || :',
  );
  const { stdout: left } = await run(connection, { script: search, timeoutMs: 10_000 });
  await cleanDetached(connection, lines, { privilege });
  await cleanDetached(connection, long, { privilege });
  const after = await inspectDetached(connection, lines, { privilege });
  connection.close();
  return {
    cut: cuts > 1,
    identical: stored.stdout === log,
    secretOnDisk: stored.stderr,
    tokenLength: log.split('\n')[0],
    byUnit: log.includes(`tomo-${jobId}-lines.service`),
    lastLine: log.trim().split('\n').at(-1),
    stopped: stopped.state,
    left,
    after: after.state,
  };
}

/** What the Docker engine answers through the account, or why it does not. */
async function engineOf(account: RemoteAccount, image?: string) {
  const { connection, privilege } = await open(account);
  // As before the first check, when it is not known yet how the account becomes root.
  await openEngine(connection, undefined)
    .ping()
    .catch(() => undefined);
  const engine = openEngine(connection, privilege);
  try {
    const { apiVersion } = await engine.version();
    const layers = new Set<string>();
    if (image) for await (const { layer } of engine.pullImage(image)) if (layer) layers.add(layer);
    const images = await engine.listImages();
    await Promise.all(Array.from({ length: 20 }, () => engine.listContainers({ all: true })));
    return {
      apiVersion,
      layers: layers.size,
      tags: images.flatMap(({ tags }) => tags),
      channels: connection.channels().open,
    };
  } catch (error) {
    return { reason: (error as { reason?: string }).reason };
  } finally {
    connection.close();
  }
}

let hostKey: HostKey | undefined;

async function open(
  account: RemoteAccount,
): Promise<{ connection: SshConnection; privilege: Privilege | undefined }> {
  const target = { host: '127.0.0.1', port: account.port, username: account.username };
  // Once only: sshd of today turns away who looks at it again and again without signing in.
  hostKey ??= (await scanHostKeys(target, { timeoutMs: 15_000 }))[0];
  if (!hostKey) throw new Error('no host key');
  const password = new Secret(account.password ?? '');
  const auth: SshAuth = account.keyFile
    ? { kind: 'key', privateKey: new Secret(readFileSync(account.keyFile, 'utf8')) }
    : { kind: 'password', password };
  const connection = await connect(target, auth, hostKey, { readyTimeoutMs: 15_000, keepaliveMs: 10_000 });
  if (account.privilege === 'none') return { connection, privilege: undefined };
  return { connection, privilege: account.privilege === 'password' ? { password } : account.privilege };
}

/** The checks by name. */
export const checks = { asRoot, stopAsRoot, detachedSteps, engineOf };
