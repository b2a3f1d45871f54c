/**
 * The outer engine: the Docker that runs the target servers and the registry.
 *
 * An engine that already answers is used as it is. Otherwise the lab starts its own, on its own socket and data
 * directory, and detached, since it has to outlive the command that started it.
 */
import { spawn } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensurePrograms, mayInstall } from './apt.mjs';
import { removeEmptyGroups } from './control-groups.mjs';
import { docker, dockerEnvironment, findProgram, labLabel } from './docker.mjs';
import { quietNewInterfaces, readNetwork, restoreNetwork } from './firewall.mjs';
import { paths } from './paths.mjs';
import { run } from './run.mjs';
import { readState, updateState } from './state.mjs';

const socket = join(paths.engine, 'docker.sock');
const ownHost = `unix://${socket}`;
const execRoot = join(paths.engine, 'exec');
const dataRoot = join(paths.engine, 'data');
const pidFile = join(paths.engine, 'pid');

/**
 * Outside every pool that Docker takes its networks from, so that the engine inside a target gets 172.17.0.1 as on
 * any other server.
 */
const bridgeAddress = '10.231.0.1/24';

/**
 * @param {string} client
 * @param {string} host
 */
async function answers(client, host) {
  const result = await run(client, ['version', '-f', '{{.Server.Version}}'], {
    env: dockerEnvironment(host),
    check: false,
  });
  return result.code === 0;
}

const enginePrograms = ['dockerd', 'containerd', 'containerd-shim-runc-v2'];

/**
 * Processes of an engine of ours, whether or not it still works: the daemon, its containerd and the shims bear our
 * exec-root on their command lines, the containers' processes are in control groups named after our container ids.
 * @returns {number[]}
 */
function ownProcesses() {
  const containers = join(dataRoot, 'containers');
  const ids = existsSync(containers) ? readdirSync(containers) : [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        const program = basename(readlinkSync(`/proc/${pid}/exe`));
        if (enginePrograms.includes(program))
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(execRoot);
        const groups = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
        return ids.some((id) => groups.includes(id));
      } catch {
        return false; // it ended meanwhile
      }
    });
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function signalProcess(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    return; // it ended meanwhile
  }
}

/** Unmounts what a killed engine left mounted under our directory, deepest first. */
async function unmountLeftovers() {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  const ours = mounts
    .filter((path) => path.startsWith(`${paths.engine}/`))
    .sort((a, b) => b.length - a.length);
  for (const path of ours) await run('umount', ['-l', path], { check: false });
}

async function reap() {
  for (const pid of ownProcesses()) signalProcess(pid, 'SIGKILL');
  for (let round = 0; round < 50 && ownProcesses().length > 0; round++) await sleep(100);
  await unmountLeftovers();
  rmSync(execRoot, { recursive: true, force: true });
  rmSync(pidFile, { force: true });
  rmSync(socket, { force: true });
}

/** @param {string} client */
async function startOwn(client) {
  if (join(execRoot, 'containerd', 'containerd.sock.ttrpc').length > 107) {
    throw new Error(
      'The lab directory has too long a path for a Unix socket: choose a shorter TOMO_LAB_DIR.',
    );
  }
  await reap();
  const log = openSync(join(paths.engine, 'log'), 'w');
  const dockerd = findProgram('dockerd');
  if (!dockerd) throw new Error('dockerd is not installed.');
  const daemon = spawn(
    dockerd,
    [
      '--data-root',
      dataRoot,
      '--exec-root',
      execRoot,
      '--pidfile',
      pidFile,
      '--host',
      ownHost,
      '--bip',
      bridgeAddress,
    ],
    { detached: true, stdio: ['ignore', log, log] },
  );
  let ended = false;
  daemon.on('exit', () => (ended = true)).unref();
  for (let round = 0; round < 300; round++) {
    if (existsSync(socket) && (await answers(client, ownHost))) return;
    if (ended) break;
    await sleep(100);
  }
  const tail = readFileSync(join(paths.engine, 'log'), 'utf8').trim().split('\n').slice(-5).join('\n');
  throw new Error(`The lab's Docker engine did not start:\n${tail}`);
}

const instructions = `The lab needs a Docker engine and found none that answers.
  - Start the one of this machine (or set DOCKER_HOST to its socket) and run this again; or
  - as root on a Debian machine, let the lab install docker.io and run its own engine beside everything else:
      TOMO_LAB_INSTALL=1 node e2e/lab/cli.mjs up`;

/** @param {(message: string) => void} progress */
export async function ensureEngine(progress) {
  const remembered = readState().engine;
  const present = findProgram('docker');
  if (present) {
    const hosts = [ownHost, process.env.DOCKER_HOST, 'unix:///var/run/docker.sock'];
    for (const host of hosts) {
      if (!host || !(await answers(present, host))) continue;
      const own = host === ownHost;
      updateState({
        engine: { host, client: present, own, networkBefore: own ? remembered?.networkBefore : undefined },
      });
      return;
    }
  }
  // Whoever let the lab start its own engine once has agreed to it for this lab directory.
  if (!mayInstall && !remembered?.own) throw new Error(instructions);
  await ensurePrograms(['docker', 'dockerd', 'iptables'], progress);
  const client = findProgram('docker');
  if (!client) throw new Error(instructions);
  progress('starting the outer engine');
  const networkBefore = (await readNetwork()) ?? remembered?.networkBefore;
  quietNewInterfaces();
  await startOwn(client);
  updateState({ engine: { host: ownHost, client, own: true, networkBefore } });
  // Left over from an engine that was killed: half a server is worse than none.
  await removeContainers();
}

/** @returns {Promise<boolean>} whether the engine the lab uses answers now */
export async function engineAnswers() {
  const { engine } = readState();
  return engine ? answers(engine.client, engine.host) : false;
}

/** The bridge's address: what the targets call this machine. */
export async function findBridge() {
  const { stdout } = await docker([
    'network',
    'inspect',
    'bridge',
    '-f',
    '{{(index .IPAM.Config 0).Gateway}}',
  ]);
  return stdout.trim();
}

/** Removes every container and volume of this lab. */
export async function removeContainers() {
  const containers = (await docker(['ps', '-aq', '--filter', `label=${labLabel}`])).stdout
    .split('\n')
    .filter(Boolean);
  if (containers.length > 0) await docker(['rm', '--force', '--volumes', ...containers]);
  const volumes = (await docker(['volume', 'ls', '-q', '--filter', `label=${labLabel}`])).stdout
    .split('\n')
    .filter(Boolean);
  if (volumes.length > 0) await docker(['volume', 'rm', '--force', ...volumes]);
}

/** Removes every image of this lab from an engine that is not ours and stays. */
export async function removeImages() {
  const images = (await docker(['image', 'ls', '-q', '--filter', `label=${labLabel}`])).stdout
    .split('\n')
    .filter(Boolean);
  if (images.length > 0) await docker(['image', 'rm', '--force', ...new Set(images)]);
}

/** Ends the engine if it is ours; its data directory, and with it the images, stays. */
export async function stopOwnEngine() {
  const { engine } = readState();
  if (!engine?.own) return;
  if (existsSync(pidFile)) signalProcess(Number(readFileSync(pidFile, 'utf8')), 'SIGTERM');
  for (let round = 0; round < 100 && existsSync(pidFile); round++) await sleep(100);
  await reap();
  removeEmptyGroups();
  await restoreNetwork(engine.networkBefore);
}
