import 'server-only';
import type { ServerRow } from '@/db/servers/tables';
import type { ServerFacts } from '@/lib/servers/facts/facts';
import type { PortSurvey } from './taken-ports';

type Claims = PortSurvey['claims'];

/**
 * What is known about the ports of a server without asking it: the claims of apps, and who listened at the last check.
 * A claim also stands for the container that publishes it, so that an app is never in its own way.
 */
export function storedSurvey(server: Pick<ServerRow, 'systemInfo'>, claims: Claims): PortSurvey {
  const facts = server.systemInfo as ServerFacts | null;
  return {
    claims,
    publishes: claims.map((claim) => ({ ...claim, container: claim.appName })),
    listeners: surveyListeners(facts?.listeners ?? []),
  };
}

/** Listening sockets as a survey wants them. */
export function surveyListeners(listeners: ServerFacts['listeners']): PortSurvey['listeners'] {
  return listeners.map(({ protocol, address, port, process }) => ({
    protocol,
    address,
    port,
    process: process?.name === 'docker-proxy' ? 'docker-proxy (a container)' : process?.name,
  }));
}
