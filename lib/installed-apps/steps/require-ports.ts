import 'server-only';
import { database } from '@/db/client';
import { listPortClaims } from '@/db/installed-apps/queries';
import type { ContainerSummary } from '@/lib/docker/container-shapes';
import { TomoError } from '@/lib/runtime/errors';
import type { ObservedFacts } from '@/lib/servers/check/read-facts';
import { readSetting } from '@/lib/settings/read';
import { instanceLabel } from '../labels';
import { checkPorts } from '../ports';
import type { RenderInput } from '../render-input';
import { surveyListeners } from '../stored-survey';
import { type PortSurvey, takenPorts } from '../taken-ports';
import type { VersionWork } from './context';

type Seen = { facts: Pick<ObservedFacts, 'listeners'>; containers: readonly ContainerSummary[] };

/**
 * Throws `port_taken` with its holder, and a free port where one may move, when another holds a port of the app. An app that
 * runs elsewhere with its ports already is told to free them; one that never ran may choose others.
 */
export async function requirePorts(
  { app, serverId }: VersionWork,
  { model, ports }: RenderInput,
  { facts, containers }: Seen,
): Promise<void> {
  const survey: PortSurvey = {
    claims: await listPortClaims(database(), serverId),
    publishes: publishesOf(containers),
    listeners: surveyListeners(facts.listeners),
  };
  const range = { min: readSetting('apps.port_suggest_min'), max: readSetting('apps.port_suggest_max') };
  const [problem] = Object.entries(checkPorts(model.ports, ports, takenPorts(survey, app.id), range));
  if (!problem) return;
  const [id, { message, suggestion }] = problem;
  const isDeployed = app.currentVersionId !== null;
  throw new TomoError('conflict', `Port ${message}`, {
    hint:
      suggestion === undefined || isDeployed
        ? 'Free that port on the server, then try again.'
        : `Port ${suggestion} is free: change it on the page of the app, then deploy again.`,
    reason: 'port_taken',
    data: { port: id, ...(suggestion === undefined ? {} : { suggestion }) },
  });
}

/** What running containers publish, with the app of Tomo that each belongs to. */
function publishesOf(containers: readonly ContainerSummary[]): PortSurvey['publishes'] {
  return containers.flatMap(({ name, labels, ports }) =>
    ports.flatMap(({ address, hostPort, protocol }) =>
      hostPort !== undefined && (protocol === 'tcp' || protocol === 'udp')
        ? [
            {
              protocol,
              address: address ?? '0.0.0.0',
              port: hostPort,
              container: name,
              installedAppId: labels[instanceLabel],
            },
          ]
        : [],
    ),
  );
}
