import 'server-only';
import { defineLoader } from '@/lib/procedures/loader';
import type { LogEntry, LogState } from './entry';
import type { LogQuery } from './query';
import { readLog } from './read-log';
import { MOST_FOLLOWED, merged } from './stream';
import { logSubject, wantedServices } from './subject';

export type LogsView = { states: LogState[]; lines: LogEntry[]; cut: boolean };

/** The logs of an app as they are now, read on its server. Trouble stands in the states. Throws `not_found`. */
export const loadAppLogs = defineLoader(
  'apps.logs',
  async (_actor, appId: string, query: LogQuery): Promise<LogsView> => {
    const subject = await logSubject(appId);
    const services = wantedServices(subject, query.service).slice(0, MOST_FOLLOWED);
    const pages = await Promise.all(services.map((service) => readLog(subject, service, query)));
    return {
      states: pages.map(({ state }) => state),
      lines: merged(pages.map(({ lines }) => lines)),
      cut: pages.some(({ cut }) => cut),
    };
  },
);

/** Whose logs of an app can be read, and whether all of them together. */
export const loadLogServices = defineLoader('apps.logs', async (_actor, appId: string) => {
  const { services } = await logSubject(appId);
  return { services, together: services.length > 1 && services.length <= MOST_FOLLOWED };
});
