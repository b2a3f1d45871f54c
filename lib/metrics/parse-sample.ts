import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { type ContainerSample, parseContainers } from './control-groups';
import { type Mount, parseMounts } from './mounts';
import { plausibleSize } from './plausible';
import { SAMPLE_HEADER } from './sample-script';

/** Bytes read and written (disks) or received and sent (interfaces) since the counter began. */
export type Counter = { name: string; in: number; out: number };

/** One answer of the sample script: counters and gauges of a target at one moment of its own monotonic clock. */
export type Sample = {
  /** Seconds since the target's kernel started; the clock that periods are measured with. */
  uptimeSeconds: number;
  /** Changes with every start of the kernel; null where the kernel hides it. */
  bootId: string | null;
  load: [number, number, number];
  /** Ticks since the kernel started. `user` includes nice and guests, `system` includes interrupts. */
  cpu: { user: number; system: number; idle: number; iowait: number; steal: number };
  memory: { totalBytes: number; availableBytes: number; swapTotalBytes: number; swapUsedBytes: number };
  /** Every block device and interface the target named, before any rule about which of them count. */
  disks: Counter[];
  interfaces: Counter[];
  mounts: Mount[];
  /** Null when nobody asked for containers, or the target has no control groups that it could read. */
  containers: ContainerSample | null;
  /** CPU seconds that the sampler shell and its children have used so far: the cost of looking. */
  shellCpuSeconds: number | null;
};

const SIZE_LIMIT = 256 * 1024;
const DEVICE_LIMIT = 512;
const LONGEST_UPTIME_SECONDS = 1e10;
const CLOCK_SLACK_SECONDS = 60;

/**
 * Reads an answer of the sample script. The target is not trusted: sizes and counts are capped, numbers are checked,
 * names are only ever compared and shown. Throws `unexpected` with reason `sample_unreadable` naming what is missing.
 */
export function parseSample(text: string): Sample {
  if (text.length > SIZE_LIMIT) throw unreadable('it is too long');
  const parts = sections(text);
  const files = parts.files;
  const uptimeSeconds = number(words(files.get('/proc/uptime')?.[0])[0]);
  const load = words(files.get('/proc/loadavg')?.[0]).slice(0, 3).map(number);
  if (uptimeSeconds === null || uptimeSeconds <= 0 || uptimeSeconds > LONGEST_UPTIME_SECONDS)
    throw unreadable('the uptime is missing');
  const mounts = parseMounts(parts.mounts);
  if (mounts[0]?.point !== '/') throw unreadable('the root file system is missing');
  return {
    uptimeSeconds,
    bootId: /^[0-9a-f-]{36}$/.exec(files.get('/proc/sys/kernel/random/boot_id')?.[0] ?? '')?.[0] ?? null,
    load: [load[0] ?? 0, load[1] ?? 0, load[2] ?? 0],
    cpu: cpuTicks(files.get('/proc/stat') ?? []),
    memory: memory(files.get('/proc/meminfo') ?? []),
    disks: (files.get('/proc/diskstats') ?? []).slice(0, DEVICE_LIMIT).flatMap(disk),
    interfaces: (files.get('/proc/net/dev') ?? []).slice(0, DEVICE_LIMIT).flatMap(networkInterface),
    mounts,
    containers: containersAt(uptimeSeconds, parseContainers(parts.containers)),
    shellCpuSeconds: shellSeconds(parts.shell),
  };
}

/** Both read the same clock in the same answer; one that runs away from it would place rows thousands of years apart. */
function containersAt(uptimeSeconds: number, sample: ContainerSample | null): ContainerSample | null {
  return sample && Math.abs(sample.uptimeSeconds - uptimeSeconds) <= CLOCK_SLACK_SECONDS ? sample : null;
}

type Sections = { files: Map<string, string[]>; mounts: string[]; containers: string[]; shell: string[] };

function sections(text: string): Sections {
  const lines = text.split('\n');
  const [mountsAt, shellAt, endAt] = ['=mounts', '=shell', '=end'].map((mark) => lines.indexOf(mark)) as [
    number,
    number,
    number,
  ];
  const isWhole = lines[0] === SAMPLE_HEADER && mountsAt > 0 && shellAt > mountsAt && endAt > shellAt;
  if (!isWhole) throw unreadable('it is not whole');
  const files = new Map<string, string[]>();
  for (const line of lines.slice(1, mountsAt)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const known = files.get(name);
    if (known) known.push(line.slice(colon + 1));
    else if (colon > 0 && files.size < 16) files.set(name, [line.slice(colon + 1)]);
  }
  const groupsAt = lines.indexOf('=groups', mountsAt);
  const mountsEnd = groupsAt > 0 && groupsAt < shellAt ? groupsAt : shellAt;
  return {
    files,
    mounts: lines.slice(mountsAt + 1, mountsEnd),
    containers: lines.slice(mountsEnd + 1, shellAt),
    shell: lines.slice(shellAt + 1, endAt),
  };
}

// proc(5): cpu user nice system idle iowait irq softirq steal guest guest_nice; guest time is inside user already.
function cpuTicks(lines: readonly string[]): Sample['cpu'] {
  const line = lines.find((candidate) => candidate.startsWith('cpu '));
  const [user, nice, system, idle, iowait, irq, softirq, steal] = words(line).slice(1).map(number);
  if (user == null || nice == null || system == null || idle == null)
    throw unreadable('the processor times are missing');
  return {
    user: user + nice,
    system: system + (irq ?? 0) + (softirq ?? 0),
    idle,
    iowait: iowait ?? 0,
    steal: steal ?? 0,
  };
}

function memory(lines: readonly string[]): Sample['memory'] {
  const bytes = new Map<string, number>();
  for (const line of lines) {
    const match = /^(\w+):\s+(\d{1,15}) kB$/.exec(line);
    const size = match ? plausibleSize(Number(match[2]) * 1024) : null;
    if (match?.[1] && size !== null) bytes.set(match[1], size);
  }
  const of = (name: string) => bytes.get(name) ?? 0;
  const totalBytes = of('MemTotal');
  if (totalBytes <= 0) throw unreadable('the memory size is missing');
  // Kernels before 3.14 do not say what is available.
  const available =
    bytes.get('MemAvailable') ??
    of('MemFree') + of('Buffers') + of('Cached') + of('SReclaimable') - of('Shmem');
  return {
    totalBytes,
    availableBytes: Math.min(totalBytes, Math.max(0, available)),
    swapTotalBytes: of('SwapTotal'),
    swapUsedBytes: Math.max(0, of('SwapTotal') - of('SwapFree')),
  };
}

// iostats.rst: major minor name, then reads, merged, sectors read, ms, writes, merged, sectors written; sectors of 512 B.
function disk(line: string): Counter[] {
  const fields = words(line);
  const [name, read, written] = [fields[2], number(fields[5]), number(fields[9])];
  return name && name.length <= 32 && read !== null && written !== null
    ? [{ name, in: read * 512, out: written * 512 }]
    : [];
}

// Receive bytes are the first of eight numbers, transmit bytes the ninth.
function networkInterface(line: string): Counter[] {
  const colon = line.lastIndexOf(':');
  const [name, fields] = [line.slice(0, colon).trim(), words(line.slice(colon + 1))];
  const [received, sent] = [number(fields[0]), number(fields[8])];
  return name && name.length <= 32 && received !== null && sent !== null
    ? [{ name, in: received, out: sent }]
    : [];
}

// `times` prints user and system time of the shell, then of its children: 0m0.12s 0m0.30s
function shellSeconds(lines: readonly string[]): number | null {
  const parts = lines
    .slice(0, 2)
    .flatMap((line) => words(line))
    .map((word) => /^(\d{1,9})m(\d{1,2}\.\d+)s$/.exec(word));
  if (parts.length !== 4 || parts.some((part) => part === null)) return null;
  return parts.reduce((sum, part) => sum + Number(part?.[1]) * 60 + Number(part?.[2]), 0);
}

function words(line: string | undefined): string[] {
  return line?.trim().split(/\s+/, 24) ?? [];
}

function number(word: string | undefined): number | null {
  return word !== undefined && /^\d{1,20}(\.\d{1,9})?$/.test(word) ? Number(word) : null;
}

function unreadable(what: string): TomoError {
  return new TomoError('unexpected', `The sample cannot be read: ${what}.`, { reason: 'sample_unreadable' });
}
