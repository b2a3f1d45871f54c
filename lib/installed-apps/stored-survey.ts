import 'server-only';
import type { InstalledAppRow } from '@/db/installed-apps/tables';
import type { ServerRow } from '@/db/servers/tables';
import type { ServerFacts } from '@/lib/servers/facts/facts';
import { storedServices } from './app-state';
import type { PortSurvey } from './taken-ports';

type Claims = PortSurvey['claims'];

/**
 * What is known about the ports of a server without asking it: the claims of apps, and who listened at the last check.
 * `running` is the app whose own containers may be among the listeners, so that it is not in its own way.
 */
export function storedSurvey(
  server: Pick<ServerRow, 'systemInfo'>,
  claims: Claims,
  running?: string,
): PortSurvey {
  const facts = server.systemInfo as ServerFacts | null;
  return {
    claims,
    publishes: claims
      .filter((claim) => claim.installedAppId === running)
      .map((claim) => ({ ...claim, container: claim.appName })),
    listeners: surveyListeners(facts?.listeners ?? []),
  };
}

/** The id of an app whose containers run, as far as they were seen; undefined while none does. */
export function runningApp(app: Pick<InstalledAppRow, 'id' | 'services'> | undefined): string | undefined {
  return app && storedServices(app).some(({ state }) => state === 'running') ? app.id : undefined;
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
