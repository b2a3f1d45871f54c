import 'server-only';
import { parseMounts } from '@/lib/metrics/mounts';
import { TomoError } from '@/lib/runtime/errors';
import { parseDocker } from './docker-facts';
import { type ServerFacts, serverFactsSchema } from './facts';
import { FACTS_HEADER } from './facts-script';
import { parseListeners } from './listeners';
import { parseOsRelease } from './os-release';
import { parseUpdates } from './package-updates';
import { withContainers } from './port-holders';

// The longest honest line lists the ports of a container.
const LONGEST_LINE = 16 * 1024;
const PACKAGE_MANAGERS = ['apt-get', 'dnf', 'yum', 'zypper', 'pacman', 'apk'] as const;

/**
 * Reads the answer of the facts script. The target is not trusted: every text is cleaned and cut, every number checked.
 * Throws `unexpected` with reason `facts_unreadable` when the answer is not whole or lacks clock, kernel or memory.
 */
export function parseFacts(text: string): ServerFacts {
  const parts = readParts(text);
  const part = (name: string) => parts.get(name) ?? [];
  const line = (name: string) => part(name)[0]?.slice(0, 256) || null;
  const [kernelName, release, architecture] = (line('kernel') ?? '').split(' ');
  const epochSeconds = Number(/^\d{9,11}(\.\d+)?/.exec(line('clock') ?? '')?.[0]);
  const bytesOf = memoryBytes(part('memory'));
  if (!kernelName || !release || !architecture || !epochSeconds || !bytesOf('MemTotal')) throw unreadable();
  const os = parseOsRelease(part('os').map((item) => item.slice(0, 256)));
  const manager = PACKAGE_MANAGERS.find((name) => name === line('packages')) ?? null;
  const parsed = serverFactsSchema.safeParse({
    os,
    kernel: { name: kernelName, release, architecture },
    hostname: line('hostname'),
    account: line('account'),
    machineId: /^[0-9a-f]{32}$/.exec(line('machine') ?? '')?.[0] ?? null,
    bootId: /^[0-9a-f-]{36}$/.exec(line('boot') ?? '')?.[0] ?? null,
    uptimeSeconds: finite(part('boot')[1]?.split(' ')[0]),
    cpu: { model: cpuModel(part('cpu')), count: finite(line('cpu')) || null },
    memory: { totalBytes: bytesOf('MemTotal'), swapTotalBytes: bytesOf('SwapTotal') },
    mounts: parseMounts(part('mounts')),
    virtualisation: line('virtualisation'),
    init: line('init'),
    packageManager: manager,
    docker: parseDocker({
      program: part('docker-program'),
      engine: part('docker-engine'),
      compose: part('compose'),
      service: part('docker-service'),
    }),
    listeners: withContainers({
      listeners: parseListeners(part('listeners')),
      containers: part('containers'),
      listeningIn: part('listening-in'),
    }),
    rebootRequired: line('reboot') === 'required',
    rebootPackages: part('reboot')
      .slice(1, 51)
      .map((item) => item.slice(0, 256)),
    pendingUpdates: parseUpdates({
      manager,
      osId: os.id,
      updates: part('updates'),
      security: part('security-updates'),
      indexAt: finite(line('package-index')),
      now: epochSeconds,
    }),
    clock: {
      epochMs: epochSeconds * 1000,
      synchronised: { yes: true, no: false }[line('synchronised') ?? ''] ?? null,
    },
    temperatures: part('temperatures').flatMap(temperature).slice(0, 32),
  });
  if (!parsed.success) throw unreadable();
  return parsed.data;
}

// `@name` begins a part, `|` a line of it; anything else is noise of a login shell and belongs to nobody.
function readParts(text: string): Map<string, string[]> {
  const lines = text.split('\n');
  const start = lines.indexOf(FACTS_HEADER);
  const end = lines.indexOf('@end', start);
  if (start < 0 || end < 0) throw unreadable();
  const parts = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of lines.slice(start + 1, end)) {
    if (line.startsWith('@')) {
      current = [];
      parts.set(line.slice(1), current);
    } else if (line.startsWith('|') && current.length < 4000)
      current.push(cleaned(line.slice(1, LONGEST_LINE)));
  }
  return parts;
}

// Control and direction characters could rearrange the screen that shows them.
function cleaned(line: string): string {
  return line.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ').trimEnd();
}

function memoryBytes(lines: readonly string[]): (name: string) => number {
  return (name) => {
    const line = lines.find((candidate) => candidate.startsWith(`${name}:`));
    return Number(/(\d{1,15}) kB$/.exec(line ?? '')?.[1] ?? 0) * 1024;
  };
}

function cpuModel(lines: readonly string[]): string | null {
  const line = lines.find((candidate) => candidate.includes(':'));
  return (
    line
      ?.slice(line.indexOf(':') + 1)
      .trim()
      .slice(0, 256) || null
  );
}

// Millidegrees, then the name of the zone.
function temperature(line: string): ServerFacts['temperatures'] {
  const [, value, name = ''] = /^(-?\d{1,6}) (.{1,64})$/.exec(line) ?? [];
  return value === undefined ? [] : [{ name, celsius: Number(value) / 1000 }];
}

function finite(text: string | null | undefined): number | null {
  return text && /^\d{1,12}(\.\d+)?$/.test(text) ? Number(text) : null;
}

function unreadable(): TomoError {
  return new TomoError('unexpected', 'The answer of the server about itself cannot be read.', {
    hint: 'Check that the account has a working /bin/sh and that /proc is mounted.',
    reason: 'facts_unreadable',
  });
}
