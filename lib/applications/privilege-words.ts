import 'server-only';

export type PrivilegeWords = {
  title: string;
  /** What granting it means, one sentence. */
  meaning: string;
  /** The app could take over the server. */
  severe: boolean;
};

const rootCapabilities = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'DAC_READ_SEARCH',
  'BPF',
  'SYS_BOOT',
  'MAC_ADMIN',
]);

const simple: Record<string, PrivilegeWords> = {
  'docker-socket': {
    title: 'Docker socket',
    meaning: 'It can start and change every container and so rule the whole server.',
    severe: true,
  },
  'host-network': {
    title: 'Network of the server',
    meaning: 'It sees and uses every network and port of the server, unfiltered.',
    severe: false,
  },
  privileged: {
    title: 'Privileged',
    meaning: 'It runs without walls around it: the same as being root on the server.',
    severe: true,
  },
  'whole-disk': {
    title: 'Whole disk',
    meaning: 'It reads and writes every file of the server.',
    severe: true,
  },
  'host-pid': {
    title: 'Processes of the server',
    meaning: 'It sees and can stop every process of the server.',
    severe: true,
  },
  'host-ipc': {
    title: 'Shared memory of the server',
    meaning: 'It reads shared memory of other programs.',
    severe: false,
  },
  'host-userns': {
    title: 'Users of the server',
    meaning: 'Its root user is the root user of the server.',
    severe: true,
  },
  'new-privileges': {
    title: 'More rights while running',
    meaning: 'Programs in it may gain rights they did not start with, as sudo does.',
    severe: false,
  },
  unconfined: {
    title: 'No security profile',
    meaning: 'The kernel filters that normally hold containers back are off.',
    severe: true,
  },
  gpu: { title: 'Graphics card', meaning: 'It uses the graphics card of the server.', severe: false },
  'low-port': {
    title: 'Port below 1024',
    meaning: 'It answers on a port that usually belongs to the server itself, from every network.',
    severe: false,
  },
};

/** What people read about the privilege `id`. */
export function describePrivilege(id: string): PrivilegeWords {
  const known = Object.hasOwn(simple, id) ? simple[id] : undefined;
  if (known) return known;
  const colon = id.indexOf(':');
  const kind = id.slice(0, colon);
  const what = id.slice(colon + 1);
  if (kind === 'capability')
    return {
      title: `Capability ${what}`,
      meaning: `It gets the kernel right ${what}.`,
      severe: rootCapabilities.has(what),
    };
  if (kind === 'device')
    return { title: `Device ${what}`, meaning: `It uses the device ${what} directly.`, severe: false };
  if (kind === 'sysctl')
    return {
      title: `Kernel setting ${what}`,
      meaning: `It changes the kernel setting ${what}.`,
      severe: false,
    };
  if (kind === 'system-path')
    return {
      title: `System folder ${what}`,
      meaning: `It reads or writes ${what}, which belongs to the server itself.`,
      severe: true,
    };
  if (kind === 'outside-path')
    return {
      title: `Folder ${what}`,
      meaning: `It reads or writes ${what} on the server, outside its own folder.`,
      severe: false,
    };
  return { title: id, meaning: 'It goes beyond the default limits of an app.', severe: true };
}
