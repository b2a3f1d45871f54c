import 'server-only';
import { updateVersion } from '@/db/installed-apps/mutations';
import { write } from '@/db/write';
import { type ImageRef, parseImageRef, pinImage } from '@/lib/applications/image-ref';
import { isDockerError } from '@/lib/docker/errors';
import { explain } from '@/lib/jobs/explain/explain';
import type { StepRun } from '@/lib/jobs/step';
import { TomoError } from '@/lib/runtime/errors';
import { fullDisks } from '@/lib/servers/disk-left';
import type { ServerLink } from '@/lib/servers/link';
import { readSetting } from '@/lib/settings/read';
import { digestOf } from '../image-digest';
import { PullMeter } from '../pull-progress';
import { renderVersion } from '../render-version';
import { untilSilent } from '../until-silent';
import { onServer, type VersionWork } from './context';
import { requireSameConfig, writeFiles } from './write-files';

const PROGRESS_EVERY_MS = 500;

/** Pulls every image, then pins what came in `compose.yaml`, so that the same bytes start next time too. */
export async function pullImagesStep(work: VersionWork): Promise<void> {
  await work.job.step('pull', async (step) => {
    const { input } = renderVersion(work.app, work.version, work.secrets);
    const images = [...new Set(Object.values(input.model.services).map((service) => service.image))].sort();
    const meter = new PullMeter(images);
    const digests: Record<string, string> = {};
    for (const image of images) {
      const pinned = work.version.imageDigests[image];
      const digest = await onServer(work, (link) =>
        pinned ? pullPinned(link, image, pinned, step, meter) : pull(link, image, step, meter),
      );
      if (digest) digests[image] = digest;
    }
    await pin(work, digests);
    const pinned = Object.keys(digests).length;
    return {
      summary: `${images.join(', ')}${pinned < images.length ? '' : ', pinned by digest'}`,
      facts: { digests },
    };
  });
}

/** An image that an earlier version pinned: taken as it is there, pulled by its digest where it is gone. */
async function pullPinned(
  link: ServerLink,
  image: ImageRef,
  digest: string,
  step: StepRun,
  meter: PullMeter,
): Promise<string> {
  const pinned = pinImage(image, digest);
  try {
    await link.docker().inspectImage(pinned, { signal: step.signal });
    step.log(`${image} is there, as it was pinned`);
    meter.finishImage();
  } catch (error) {
    if (!isDockerError(error) || error.reason !== 'docker_not_found') throw error;
    await pull(link, pinned, step, meter);
  }
  return digest;
}

async function pull(
  link: ServerLink,
  image: ImageRef,
  step: StepRun,
  meter: PullMeter,
): Promise<string | undefined> {
  const engine = link.docker();
  step.log(`Pulling ${image}`);
  let told = 0;
  try {
    const silentMs = readSetting('jobs.step_timeout_minutes') * 60_000;
    const bounds = { signal: step.signal, silentMs, stalled: () => stalledPull(image) };
    for await (const line of untilSilent((signal) => engine.pullImage(image, { signal }), bounds)) {
      const words = meter.take(line);
      if (words) step.log(words, 'INFO', 'stdout');
      // An engine that writes faster than its lines are stored is held back.
      await step.room();
      if (Date.now() - told < PROGRESS_EVERY_MS) continue;
      told = Date.now();
      await step.progress(meter.percent(), { pull: meter.state() });
    }
  } catch (error) {
    throw await pullFailure(link, image, error, step);
  }
  const { digests, sizeBytes, architecture } = await engine.inspectImage(image, { signal: step.signal });
  const { arch } = await engine.version({ signal: step.signal });
  if (architecture && arch && !(runsOn[arch] ?? [arch]).includes(architecture))
    throw wrongArchitecture(image, architecture, arch);
  meter.finishImage();
  await step.progress(meter.percent(), { pull: meter.state() });
  step.log(`${image} is there, ${Math.round(sizeBytes / 1e6)} MB`);
  return parseImageRef(image)?.parts.digest === undefined ? digestOf(image, digests) : undefined;
}

/** What else a processor runs besides its own kind, in Docker's words. */
const runsOn: Record<string, string[]> = { amd64: ['amd64', '386'], arm64: ['arm64', 'arm'] };

function stalledPull(image: ImageRef): TomoError {
  return new TomoError('unavailable', `The pull of ${image} stands still.`, {
    hint: 'Look at the network and the Docker engine of the server, then retry: layers that came are kept.',
    reason: 'pull_stalled',
  });
}

function wrongArchitecture(image: ImageRef, found: string, wanted: string): TomoError {
  return new TomoError('unavailable', `${image} is made for ${found}; the server is ${wanted}.`, {
    hint: 'Choose an image or a server of the right architecture.',
    reason: 'wrong_architecture',
  });
}

/** The failure of a pull with the image's name and the cause that the registry gave. */
async function pullFailure(
  link: ServerLink,
  image: ImageRef,
  error: unknown,
  step: StepRun,
): Promise<unknown> {
  if (!isDockerError(error) || error.reason !== 'pull_failed') return error;
  const said = String(error.data?.said ?? '');
  if (said) step.log(said, 'ERROR', 'stderr');
  const full = explain([said])?.id === 'no_space' ? await fullDisks(link).catch(() => []) : [];
  for (const line of full) step.log(line, 'WARNING');
  const cause = explain([said, ...full]);
  const message =
    cause?.id === 'image_not_found'
      ? `${image} does not exist in its registry, or the registry wants a sign-in.`
      : `${image}: ${cause?.sentence ?? error.message}`;
  return new TomoError('unavailable', message, {
    hint: cause?.action ?? error.hint,
    reason: cause?.id ?? 'pull_failed',
    data: error.data,
    cause: error,
  });
}

/** Writes the digests into the project folder and into the version, before anything runs from them. */
async function pin(work: VersionWork, imageDigests: Record<string, string>): Promise<void> {
  const version = { ...work.version, imageDigests };
  const { input, rendered } = renderVersion(work.app, version, work.secrets);
  const changed = rendered.files.filter(({ path }) => path === 'compose.yaml' || path === 'tomo.json');
  await onServer(work, async (link) => {
    await writeFiles(work, link, changed);
    await requireSameConfig(work, link, input, rendered);
  });
  const { compose, composeHash } = rendered;
  await write((tx) => updateVersion(tx, version.id, { imageDigests, compose, composeHash }));
  work.version = { ...version, compose, composeHash };
  work.isCompared = true;
}
