import Link from 'next/link';
import { RelativeTime } from '@/components/data/relative-time';
import { appStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { buttonVariants } from '@/components/ui/button-variants';
import { Code } from '@/components/ui/code';
import type { LoadedApp } from '@/lib/installed-apps/loaders';
import type { ServiceView } from '@/lib/installed-apps/views';
import { appActs } from './app-abilities';
import { AppSection } from './app-section';
import { appMessages as words } from './messages';
import { RestartService } from './restart-service';

/** The containers of an app, each with its state, health and restarts, its log, and a restart of its own. */
export function ServicesCard({ app }: { app: LoadedApp }) {
  const restartable =
    app.may.operate &&
    app.observed.length > 1 &&
    app.desiredState === 'running' &&
    appActs(app.state, app.deployed, app.activeJob !== null).restart;
  return (
    <AppSection title={words.services}>
      {app.observed.length === 0 ? (
        <p className="text-muted-foreground">{words.noServices}</p>
      ) : (
        <ul className="divide-y divide-border">
          {app.observed.map((service) => (
            <li
              key={service.service}
              className="grid items-center gap-x-4 gap-y-1 py-2 sm:grid-cols-[7rem_8rem_minmax(0,1fr)_auto_auto]"
            >
              <span className="truncate font-medium">{service.service}</span>
              <StatusBadge status={appStatus[stateOf(service)]} word={wordOf(service)} />
              <span className="min-w-0 text-muted-foreground">
                {service.image && <Code>{service.image.replace(/@sha256:.*$/, '')}</Code>}
                {service.verdict === 'bad' && service.sentence && (
                  <span className="block">{service.sentence}</span>
                )}
              </span>
              <span className="flex gap-1.5 text-muted-foreground text-xs">
                {service.restarts > 0 && <span>{words.restarts(service.restarts)}</span>}
                {service.state === 'running' && service.startedAt && (
                  <span>
                    {words.started} <RelativeTime at={service.startedAt} />
                  </span>
                )}
              </span>
              <span className="flex items-center gap-1 max-sm:-ml-2 sm:justify-end">
                {app.may.logs && (
                  <Link
                    href={`/apps/${app.id}/logs?service=${encodeURIComponent(service.service)}`}
                    aria-label={words.logsOf(service.service)}
                    className={buttonVariants({ variant: 'ghost', size: 'sm' })}
                  >
                    {words.tabs.logs}
                  </Link>
                )}
                {restartable && <RestartService app={app} service={service.service} />}
              </span>
            </li>
          ))}
        </ul>
      )}
    </AppSection>
  );
}

function stateOf({ verdict, looping, health, state }: ServiceView): keyof typeof appStatus {
  if (looping) return 'crash_loop';
  if (health === 'unhealthy') return 'unhealthy';
  if (verdict === 'starting') return 'starting';
  if (verdict === 'stopped') return 'stopped';
  if (verdict === 'bad') return 'failed';
  return state === 'exited' ? 'stopped' : 'running';
}

/** Health is said where the container has a health check; a service that ends by itself is done, not stopped. */
function wordOf(service: ServiceView): string | undefined {
  if (service.verdict === 'ok' && service.state === 'exited') return 'Done';
  return service.verdict === 'ok' && service.health === 'healthy' ? 'Healthy' : undefined;
}
