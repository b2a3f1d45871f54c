import 'server-only';
import type { ServerRow } from '@/db/servers/tables';
import { isWithin } from '@/lib/applications/abs-path';
import type { Model } from '@/lib/applications/model';
import type { ServerFacts } from '@/lib/servers/facts/facts';

/** Free space that a deployment needs besides what the definition asks for: images unpack beside themselves. */
const DISK_FLOOR_BYTES = 512 * 2 ** 20;

type Needs = Pick<Model, 'architectures' | 'requirements'>;
type Server = Pick<
  ServerRow,
  'name' | 'hostKeyPublic' | 'status' | 'isEnabled' | 'dockerStatus' | 'composeVersion' | 'systemInfo'
>;

export type ServerFit =
  | { fits: true; notes: string[] }
  | { fits: false; reason: string; sentence: string; hint: string };

/** Whether a server may take an app, as far as its last check tells; the job looks again on the server itself. */
export function serverFit(server: Server, needs: Needs): ServerFit {
  const facts = server.systemInfo as ServerFacts | null;
  return (
    trustProblem(server) ??
    preparationProblem(server) ??
    architectureProblem(facts?.kernel.architecture, needs, server.name) ??
    diskProblem(facts, needs, server.name) ?? { fits: true, notes: memoryNotes(facts, needs) }
  );
}

/** Docker's word for the processor that `uname -m` names; the word itself where none is known. */
export function dockerArchitecture(machine: string): string {
  if (machine === 'x86_64' || machine === 'amd64') return 'amd64';
  if (machine === 'aarch64' || machine === 'arm64') return 'arm64';
  return /^armv7/.test(machine) ? 'arm/v7' : machine;
}

/** Bytes that an app's first start needs on the disk of Docker. */
export function neededDisk({ requirements }: Needs): number {
  return Math.max(requirements.diskBytes ?? 0, DISK_FLOOR_BYTES);
}

function trustProblem(server: Server): ServerFit | undefined {
  if (server.status === 'host_key_changed')
    return unfit(
      'host_key_changed',
      `The host key of ${server.name} changed.`,
      'An administrator compares the new key on the page of the server.',
    );
  if (server.hostKeyPublic === null)
    return unfit(
      'not_verified',
      `${server.name} is not verified yet.`,
      'An administrator confirms its host key on the page of the server.',
    );
  if (!server.isEnabled)
    return unfit('disabled', `${server.name} is switched off in Tomo.`, 'Switch it on in its settings.');
  if (server.status === 'offline')
    return unfit(
      'server_offline',
      `${server.name} is offline.`,
      'Check the server; it says at which stage the connection fails.',
    );
  return undefined;
}

function preparationProblem(server: Server): ServerFit | undefined {
  if (server.dockerStatus === 'ready' && server.composeVersion !== null) return undefined;
  if (server.dockerStatus === 'unusable')
    return unfit(
      'docker_unusable',
      `Docker is installed on ${server.name} but does not answer.`,
      'Start it there (systemctl start docker; journalctl -u docker says why it stopped), then check the server.',
    );
  const sentence =
    server.dockerStatus === 'ready'
      ? `Docker Compose v2 is missing on ${server.name}.`
      : `${server.name} is not prepared: Docker does not answer there.`;
  return unfit('not_prepared', sentence, 'Prepare the server first.');
}

function architectureProblem(machine: string | undefined, needs: Needs, name: string): ServerFit | undefined {
  if (machine === undefined) return undefined;
  const word = dockerArchitecture(machine);
  if ((needs.architectures as string[]).includes(word)) return undefined;
  return unfit(
    'wrong_architecture',
    `${name} has a processor of the kind ${word}.`,
    `The application is made for ${needs.architectures.join(', ')}.`,
  );
}

function diskProblem(facts: ServerFacts | null, needs: Needs, name: string): ServerFit | undefined {
  const mount = facts?.mounts
    .filter(({ point }) => isWithin('/var/lib/docker', point))
    .sort((a, b) => b.point.length - a.point.length)[0];
  if (!mount) return undefined;
  const free = mount.totalBytes - mount.usedBytes;
  if (free >= neededDisk(needs)) return undefined;
  return unfit(
    'no_space',
    `${name} has ${gibibytes(free)} GiB free on ${mount.point}; ${gibibytes(neededDisk(needs))} GiB are needed.`,
    'Free some space on the server.',
  );
}

function memoryNotes(facts: ServerFacts | null, { requirements }: Needs): string[] {
  const wanted = requirements.memoryBytes;
  if (!facts || wanted === undefined || facts.memory.totalBytes >= wanted) return [];
  return [
    `It has ${gibibytes(facts.memory.totalBytes)} GiB of memory; the application asks for ${gibibytes(wanted)} GiB.`,
  ];
}

const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);

function unfit(reason: string, sentence: string, hint: string): ServerFit {
  return { fits: false, reason, sentence, hint };
}
