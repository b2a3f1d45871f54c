import 'server-only';
import type { Model } from '@/lib/applications/model';
import type { ContainerSummary } from '@/lib/docker/container-shapes';
import { explain } from '@/lib/jobs/explain/explain';
import { TomoError } from '@/lib/runtime/errors';
import { storeFacts } from '@/lib/servers/check/facts-store';
import { type ObservedFacts, readFacts } from '@/lib/servers/check/read-facts';
import { instanceLabel } from '../labels';
import type { Rendered } from '../render-input';
import { renderVersion } from '../render-version';
import { placeState } from '../scripts/place';
import { dockerArchitecture, neededDisk } from '../server-fit';
import { onServer, type VersionWork } from './context';
import { type Place, readPlace } from './place';
import { requirePorts } from './require-ports';

/**
 * Asks the server itself, before anything is changed, whether the app can be put there: Docker and Compose answer, the
 * processor fits, the disk has room, no port is held, and nothing foreign bears its name.
 */
export async function checkPlaceStep(work: VersionWork): Promise<void> {
  const { input, rendered } = renderVersion(work.app, work.version, work.secrets);
  await work.job.step('check', async (step) => {
    const { facts, containers, place } = await onServer(work, async (link) => {
      const { signal } = work.job;
      const args = { instance: work.app.instanceName };
      const rest = Promise.all([
        link.root({ script: placeState, args, timeoutMs: 60_000, signal }),
        link.docker().listContainers({ all: true, signal }),
      ]);
      // Asked at the same time; without Docker it fails too, and the facts have the better words.
      rest.catch(() => {});
      const found = await readFacts(link, signal, { updates: false });
      requireDocker(found);
      const [state, running] = await rest;
      return { facts: found, containers: running, place: readPlace(state.stdout) };
    });
    await storeFacts(work.serverId, facts, { updates: false });
    const architecture = requireArchitecture(facts, input.model);
    const freeGib = requireDisk(place, input.model);
    for (const note of memoryNote(facts, input.model)) step.log(note, 'WARNING');
    requireOwnName(work, rendered, containers, place);
    await requirePorts(work, input, { facts, containers });
    return {
      summary: `Docker ${facts.docker.engineVersion}, Compose ${facts.docker.composeVersion}, ${architecture}, ${freeGib} GiB free, ports free`,
    };
  });
}

function requireDocker({ docker }: ObservedFacts): void {
  if (docker.status !== 'ready')
    throw new TomoError('unavailable', 'Docker does not answer on the server.', {
      hint:
        explain([docker.problemText ?? ''])?.action ??
        docker.problemText ??
        'Prepare the server, then retry.',
      reason: docker.problem ?? 'docker_missing',
    });
  if (!docker.composeVersion)
    throw new TomoError('unavailable', 'Docker Compose v2 is missing on the server.', {
      hint: 'Prepare the server, then retry.',
      reason: 'compose_missing',
    });
}

function requireArchitecture({ kernel }: ObservedFacts, model: Model): string {
  const architecture = dockerArchitecture(kernel.architecture);
  if ((model.architectures as string[]).includes(architecture)) return architecture;
  throw new TomoError('unavailable', `The processor of the server is of the kind ${architecture}.`, {
    hint: `${model.name} is made for ${model.architectures.join(', ')}. Choose another server.`,
    reason: 'wrong_architecture',
  });
}

function requireDisk({ freeKib }: Place, model: Model): string {
  const [free, needed] = [freeKib * 1024, neededDisk(model)];
  if (free >= needed) return gibibytes(free);
  throw new TomoError(
    'unavailable',
    `Only ${gibibytes(free)} GiB are free on the disk of Docker; ${gibibytes(needed)} GiB are needed.`,
    { hint: 'Free some space on the server, then retry.', reason: 'no_space' },
  );
}

function memoryNote({ memory }: ObservedFacts, { name, requirements }: Model): string[] {
  const wanted = requirements.memoryBytes ?? 0;
  if (memory.totalBytes >= wanted) return [];
  return [
    `${name} asks for ${gibibytes(wanted)} GiB of memory; the server has ${gibibytes(memory.totalBytes)}.`,
  ];
}

function requireOwnName(
  { app }: VersionWork,
  rendered: Rendered,
  containers: readonly ContainerSummary[],
  place: Place,
): void {
  const { instanceName } = app;
  const project = containers.find(
    ({ labels }) => labels['com.docker.compose.project'] === instanceName && labels[instanceLabel] !== app.id,
  );
  if (project)
    throw foreign(
      `A Compose project named ${instanceName} exists on the server and is not this app (container ${project.name}).`,
      'Deploy under another name, or remove that project on the server.',
    );
  const network = place.networks.find(
    ({ name, instance }) => rendered.networks.includes(name) && instance !== app.id,
  );
  if (network)
    throw foreign(
      `A network named ${network.name} exists on the server and is not this app's.`,
      'Deploy under another name, or remove that network on the server.',
    );
  const names = rendered.volumes.map((volume) => volume.name);
  const kept = place.volumes.filter(({ name, instance }) => names.includes(name) && instance !== app.id);
  if (kept.length > 0)
    throw new TomoError(
      'conflict',
      `Data of an earlier app named ${instanceName} is still there: ${kept.map(({ name }) => name).join(', ')}.`,
      {
        hint: `Deploy under another name. To begin anew, remove on the server what is left of it: docker volume rm ${kept.map(({ name }) => name).join(' ')}, and the folder /opt/tomo/apps/${instanceName}.`,
        reason: 'data_exists',
      },
    );
  if (place.folder === 'link' || (place.folderOwner !== undefined && place.folderOwner !== app.id))
    throw foreign(
      `The folder /opt/tomo/apps/${instanceName} exists on the server and is not this app's.`,
      'Deploy under another name, or move that folder away.',
    );
}

function foreign(message: string, hint: string): TomoError {
  return new TomoError('conflict', message, { hint, reason: 'name_taken' });
}

const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
