import { EmptyState } from '@/components/data/empty-state';
import { viewChoices } from '@/components/shell/view-choices';
import type { LoadedApp } from '@/lib/installed-apps/loaders';
import { loadAppLogs, loadLogServices } from '@/lib/installed-apps/logs/loaders';
import { AppFrame } from './app-frame';
import { AppLogRow } from './app-log-row';
import { AppLogStates } from './app-log-states';
import { AppLogViewer } from './app-log-viewer';
import { LogChoiceForm } from './log-choice-form';
import { logClock } from './log-clock';
import { logChoice, logRange } from './log-window';
import { logMessages as words } from './messages';

type Params = Record<string, string | string[] | undefined>;

/** What the containers of an app print: live with scripts, as it is now without. */
export async function AppLogsPage({ appId, params }: { appId: string; params: Params }) {
  const { services, together } = await loadLogServices(appId);
  return (
    <AppFrame appId={appId}>
      {(app) =>
        services.length === 0 ? (
          <EmptyState kind="first-use" title={words.never} />
        ) : (
          <Logs app={app} params={params} services={services} together={together} />
        )
      }
    </AppFrame>
  );
}

type LogsProps = { app: LoadedApp; params: Params; services: string[]; together: boolean };

async function Logs({ app, params, services, together }: LogsProps) {
  const { scripts, zone, hourCycle } = await viewChoices();
  const choice = logChoice(params, services, together);
  const { service } = choice;
  const range = logRange(choice, Date.now(), zone);
  const key = `${service ?? ''} ${choice.show} ${choice.from}`;
  const clock = { zone, hourCycle };
  return (
    <>
      <LogChoiceForm
        key={key}
        path={`/apps/${app.id}/logs`}
        choice={choice}
        services={services}
        together={together}
      />
      <div className="noscript:hidden">
        <AppLogViewer
          key={key}
          asked={{ appId: app.id, service, ...range }}
          name={[app.instanceName, service].filter(Boolean).join('-')}
          serverId={app.serverId}
          {...clock}
        />
      </div>
      {!scripts && <ReadLogs appId={app.id} query={{ service, ...range }} clock={clock} />}
    </>
  );
}

type ReadLogsProps = {
  appId: string;
  query: { service: string | undefined; tail: number; since?: string };
  clock: { zone: string; hourCycle: 'h23' | 'h12' };
};

/** The same without scripts: what there is at this moment. Waited for, because what comes later would stand below the page. */
async function ReadLogs({ appId, query, clock }: ReadLogsProps) {
  const { states, lines, cut } = await loadAppLogs(appId, query);
  const timeOf = logClock(clock);
  return (
    <section
      aria-label={words.section}
      className="hidden min-w-0 rounded-lg border border-border bg-card noscript:block"
    >
      <AppLogStates states={states} refused={null} action={null} />
      <div className="overflow-auto py-2 font-mono text-xs">
        {cut && <p className="px-4 py-1 font-sans text-muted-foreground">{words.cut}</p>}
        {lines.length === 0 && <p className="px-4 py-1 font-sans text-muted-foreground">{words.empty}</p>}
        {lines.map((line, index) => (
          <AppLogRow
            // biome-ignore lint/suspicious/noArrayIndexKey: read once, never changed.
            key={index}
            line={{ ...line, seq: index }}
            labelled={query.service === undefined}
            time={timeOf(line.at)}
            wrap={true}
            pattern={undefined}
          />
        ))}
      </div>
    </section>
  );
}
