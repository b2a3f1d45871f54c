/**
 * Target servers: containers of the outer engine with systemd as PID 1 and sshd on a fixed loopback port.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { authorizedKeys, passwordLines } from './accounts.mjs';
import { docker, isRunning, labLabel } from './docker.mjs';
import { hubHost, readHubCertificate } from './hub-certificate.mjs';
import { labDirectory } from './paths.mjs';
import { readState } from './state.mjs';

/**
 * @typedef {object} TargetDefinition
 * @property {import('./base.mjs').Suite} suite
 * @property {number} port SSH on loopback
 * @property {number} firstWebPort ten ports from here on, the same number inside and on loopback
 * @property {string} [dockerDisk] size of a tmpfs in place of the volume under /var/lib/docker
 */

/** @type {Record<string, TargetDefinition>} */
export const targetDefinitions = {
  debian13: { suite: 'trixie', port: 2213, firstWebPort: 18130 },
  debian13b: { suite: 'trixie', port: 2214, firstWebPort: 18140 },
  debian13c: { suite: 'trixie', port: 2216, firstWebPort: 18160 },
  debian13d: { suite: 'trixie', port: 2217, firstWebPort: 18170 },
  debian12: { suite: 'bookworm', port: 2212, firstWebPort: 18120 },
  smalldisk: { suite: 'trixie', port: 2215, firstWebPort: 18150, dockerDisk: '192m' },
};

export const webPortCount = 10;

/** @param {string} name */
export function definitionOf(name) {
  const definition = targetDefinitions[name];
  if (!definition)
    throw new Error(`No target is called ${name}. There are ${Object.keys(targetDefinitions).join(', ')}.`);
  return definition;
}

/** @param {string} name */
export const containerName = (name) => `tomo-lab-${name}`;

/** @param {string} name */
const volumeName = (name) => `tomo-lab-${name}-docker`;

/**
 * Runs once, before systemd, in a container that has never started. Afterwards nothing of the lab is left on the server
 * but the mirror in daemon.json and the certificate of its Docker Hub.
 */
const firstBoot = `set -e
cd /lab-seed
for account in root deploy fisher; do
  home=$(getent passwd "$account" | cut -d: -f6)
  install -d -m 700 -o "$account" -g "$account" "$home/.ssh"
  install -m 600 -o "$account" -g "$account" "authorized_keys.$account" "$home/.ssh/authorized_keys"
done
chpasswd < passwords
tr -d - < /proc/sys/kernel/random/uuid > /etc/machine-id
ssh-keygen -A
install -D -m 644 daemon.json /etc/docker/daemon.json
install -D -m 644 hub.crt /usr/local/share/ca-certificates/tomo-lab-hub.crt
ln -s /usr/local/share/ca-certificates/tomo-lab-hub.crt /etc/ssl/certs/tomo-lab-hub.pem
cd / && rm -rf /lab-seed
`;

/** An engine in a container can only start containers of its own when /proc/sys is writable. */
const start = '[ ! -d /lab-seed ] || bash /lab-seed/boot.sh; mount -o remount,rw /proc/sys; exec /sbin/init';

/** @param {string} name */
function writeSeed(name) {
  const directory = join(labDirectory, 'seed', name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  /** @param {string} file @param {string} content */
  const write = (file, content) => writeFileSync(join(directory, file), content, { mode: 0o600 });
  write('boot.sh', firstBoot);
  write('passwords', passwordLines());
  for (const [account, keys] of Object.entries(authorizedKeys())) write(`authorized_keys.${account}`, keys);
  write('hub.crt', readHubCertificate());
  const { mirror } = registryAddress();
  write('daemon.json', `${JSON.stringify({ 'registry-mirrors': [mirror] }, null, 2)}\n`);
  return directory;
}

export const registryPort = 5010;

/** Where the registry answers, seen from the targets (`host`, `mirror`) and from this machine (`local`). */
export function registryAddress() {
  const { bridge } = readState();
  if (!bridge) throw new Error('The lab is not up: run `node e2e/lab/cli.mjs up` first.');
  return {
    host: bridge,
    port: registryPort,
    mirror: `http://${bridge}:${registryPort}`,
    local: `127.0.0.1:${registryPort}`,
  };
}

/** Whether an SSH server greets on the port: the published port itself is open before sshd is. */
function greets(/** @type {number} */ port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(2000);
    /** @param {boolean} answer */
    const finish = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', (data) => finish(data.toString('latin1').startsWith('SSH-2.0')));
    socket
      .once('error', () => finish(false))
      .once('close', () => finish(false))
      .once('timeout', () => finish(false));
  });
}

/** @param {string} name */
export async function waitForSsh(name) {
  const { port } = definitionOf(name);
  for (let round = 0; round < 300; round++) {
    if (await greets(port)) return;
    await sleep(100);
  }
  const { stdout, stderr } = await docker(['logs', '--tail', '20', containerName(name)], { check: false });
  throw new Error(`${name}: no SSH server answers on port ${port}.\n${stdout}${stderr}`);
}

/** @param {string} name */
export async function targetStatus(name) {
  const running = await isRunning(containerName(name));
  return {
    name,
    running,
    ssh: running && (await greets(definitionOf(name).port)),
    port: definitionOf(name).port,
  };
}

/**
 * Throws the server away with all it stored.
 * @param {string} name
 */
async function removeTarget(name) {
  await docker(['rm', '--force', '--volumes', containerName(name)], { check: false });
  await docker(['volume', 'rm', '--force', volumeName(name)], { check: false });
}

/**
 * @param {string} name
 * @param {string} image
 */
export async function startTarget(name, image) {
  const { port, firstWebPort, dockerDisk } = definitionOf(name);
  await removeTarget(name);

  const storage = dockerDisk
    ? ['--tmpfs', `/var/lib/docker:rw,exec,size=${dockerDisk}`]
    : // A volume is no overlay, so the inner engine can use overlay2 on it.
      ['--volume', `${volumeName(name)}:/var/lib/docker`];
  if (!dockerDisk) await docker(['volume', 'create', '--label', labLabel, volumeName(name)]);

  const ports = [port, ...Array.from({ length: webPortCount }, (_, index) => firstWebPort + index)];
  await docker([
    'create',
    ...['--name', containerName(name), '--hostname', name, '--label', labLabel],
    // What `reboot` on the server needs to come back.
    ...['--restart', 'always'],
    // Everything but SYS_RESOURCE, which the machine itself may lack: --privileged fails there.
    ...['--cap-add', 'ALL', '--cap-drop', 'SYS_RESOURCE', '--device-cgroup-rule', 'a *:* rwm'],
    ...['seccomp', 'apparmor', 'systempaths'].flatMap((option) => ['--security-opt', `${option}=unconfined`]),
    ...['--cgroupns', 'host', '--volume', '/sys/fs/cgroup:/sys/fs/cgroup:rw'],
    ...['--tmpfs', '/run', '--tmpfs', '/run/lock'],
    ...['--add-host', `${hubHost}:${registryAddress().host}`],
    ...storage,
    ...ports.flatMap((number) => ['--publish', `127.0.0.1:${number}:${number === port ? 22 : number}`]),
    ...[image, '/bin/bash', '-c', start],
  ]);
  const seed = writeSeed(name);
  try {
    await docker(['cp', seed, `${containerName(name)}:/lab-seed`]);
  } finally {
    rmSync(seed, { recursive: true, force: true });
  }
  await docker(['start', containerName(name)]);
  await waitForSsh(name);
}
