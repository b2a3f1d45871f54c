import 'server-only';
import type { InstalledAppRow } from '@/db/installed-apps/tables';
import type { Model } from '@/lib/applications/model';
import type { ContainerDetail } from '@/lib/docker/container-shapes';
import { isDockerError } from '@/lib/docker/errors';
import type { ServerLink } from '@/lib/servers/link';
import { serviceExpectations } from './expectations';
import { instanceLabel } from './labels';
import { maskedContainer, secretsOf } from './masked-container';
import { factsOf, observedServices, restartsOf } from './observed';
import { type AppVerdict, judgeApp } from './verdict';

/** One look at the containers of an app and what it means. */
export type Look = {
  verdict: AppVerdict;
  containers: ContainerDetail[];
  restarts: Record<string, number>;
  /** Columns of `installed_apps` that follow from it. */
  columns: Pick<InstalledAppRow, 'services' | 'networks' | 'namedVolumes' | 'bindMounts'>;
};

type Subject = {
  installedAppId: string;
  model: Model;
  desired: InstalledAppRow['desiredState'];
  /** Restart counts at the earlier look, by container name. */
  earlier: Readonly<Record<string, number>>;
};

/** Looks at the containers of an app through the Engine API and judges them. Changes nothing. */
export async function lookAtApp(link: ServerLink, subject: Subject, signal?: AbortSignal): Promise<Look> {
  const listed = await link
    .docker()
    .listContainers({ all: true, labels: [`${instanceLabel}=${subject.installedAppId}`], signal });
  const secrets = await secretsOf(subject.installedAppId);
  const containers: ContainerDetail[] = [];
  for (const { id } of listed) {
    try {
      containers.push(maskedContainer(await link.docker().inspectContainer(id, { signal }), secrets));
    } catch (error) {
      // It went between the list and the question.
      if (!isDockerError(error) || error.reason !== 'docker_not_found') throw error;
    }
  }
  return judgeLook(subject, containers);
}

/** The same from containers that were inspected already. */
function judgeLook({ model, desired, earlier }: Subject, containers: ContainerDetail[]): Look {
  const verdict = judgeApp({
    expected: serviceExpectations(model),
    containers: containers.flatMap((container) => factsOf(container) ?? []),
    desired,
    earlierRestarts: earlier,
  });
  const mounts = containers.flatMap((container) => container.mounts);
  return {
    verdict,
    containers,
    restarts: restartsOf(containers),
    columns: {
      services: observedServices(verdict, containers, earlier),
      networks: unique(containers.flatMap((container) => container.networks.map(({ name }) => name))),
      namedVolumes: unique(mounts.flatMap(({ type, name }) => (type === 'volume' && name ? [name] : []))),
      bindMounts: unique(mounts.flatMap(({ type, source }) => (type === 'bind' && source ? [source] : []))),
    },
  };
}

const unique = (names: string[]) => [...new Set(names)].sort();
