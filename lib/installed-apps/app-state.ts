import 'server-only';
import type { InstalledAppRow } from '@/db/installed-apps/tables';
import type { ServerRow } from '@/db/servers/tables';
import { type ObservedService, observedService } from './observed';

/** The one state of an app that screens show (screens.md §1.4). */
export type AppState = InstalledAppRow['status'] | 'crash_loop' | 'unhealthy' | 'starting';

const busy: ReadonlySet<string> = new Set(['pending', 'installing', 'updating', 'removing']);

/**
 * The state of an app from what is stored: the first that holds wins. What is known of a server that cannot be reached is
 * old, so the state of its apps is unknown.
 */
export function appState(
  app: Pick<InstalledAppRow, 'status' | 'errorCode'>,
  server: Pick<ServerRow, 'status' | 'isEnabled'>,
  services: readonly ObservedService[],
): AppState {
  if (busy.has(app.status)) return app.status;
  if (server.status === 'offline' || server.status === 'host_key_changed' || !server.isEnabled)
    return 'unknown';
  if (app.status === 'unknown' || app.status === 'stopped') return app.status;
  // A job that failed says more than the containers it left behind.
  if (app.status === 'failed' && app.errorCode !== 'observed') return 'failed';
  if (services.some((service) => service.looping)) return 'crash_loop';
  if (services.some((service) => service.health === 'unhealthy')) return 'unhealthy';
  if (app.status !== 'running') return app.status;
  return services.some((service) => service.verdict === 'starting') ? 'starting' : 'running';
}

/** The services of an app as they were last seen; entries of another shape are left out. */
export function storedServices(app: Pick<InstalledAppRow, 'services'>): ObservedService[] {
  return app.services.flatMap((service) => {
    const parsed = observedService.safeParse(service);
    return parsed.success ? [parsed.data] : [];
  });
}
