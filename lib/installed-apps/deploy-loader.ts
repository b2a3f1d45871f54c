import 'server-only';
import { findApplicationWithCategory } from '@/db/applications/queries';
import { database } from '@/db/client';
import {
  findInstalledApp,
  findNewestVersion,
  findVersion,
  listInstanceNames,
  listPortClaims,
} from '@/db/installed-apps/queries';
import type { InstalledAppRow, InstalledAppVersionRow } from '@/db/installed-apps/tables';
import { findServer, listServers } from '@/db/servers/queries';
import type { ServerRow } from '@/db/servers/tables';
import { type DeployForm, deployForm } from '@/lib/applications/form-schema';
import { type Model, modelSchema } from '@/lib/applications/model';
import { defineLoader } from '@/lib/procedures/loader';
import { notFound } from '@/lib/runtime/errors';
import { isId } from '@/lib/runtime/ids';
import type { ServerFacts } from '@/lib/servers/facts/facts';
import { readSetting } from '@/lib/settings/read';
import { proposeInstanceName } from './instance-name';
import { proposePorts } from './ports';
import { serverFit } from './server-fit';
import { runningApp, storedSurvey } from './stored-survey';
import { describeHolder, takenPorts } from './taken-ports';
import { versionConfig } from './version-config';

type Choice = { serverId?: string; from?: string };

/**
 * Everything the deploy form shows: the questions of the definition, which servers fit, and for the chosen one its ports as
 * of its last check. `from` is an app whose deployment never succeeded; its answers come back, except secrets.
 */
export const loadDeployForm = defineLoader(
  'apps.operate',
  async (_actor, applicationId: string, { serverId, from }: Choice) => {
    const found = isId(applicationId)
      ? await findApplicationWithCategory(database(), applicationId)
      : undefined;
    if (found?.application.status !== 'available') throw notFound('This application');
    const model = modelSchema.parse(found.application.definition);
    const earlier = from ? await earlierAnswers(from, applicationId) : null;
    const rows = await listServers(database());
    const servers = rows.map(({ server }) => ({
      id: server.id,
      name: server.name,
      system: (server.systemInfo as ServerFacts | null)?.os.name ?? null,
      fit: serverFit(server, model),
    }));
    const chosen = chooseServer(servers, earlier?.serverId ?? serverId);
    const row = rows.find(({ server }) => server.id === chosen)?.server;
    return {
      application: { id: applicationId, name: model.name, version: model.version, slug: model.slug },
      form: deployForm(model),
      servers,
      chosen: row ? await chosenServer(row, model, earlier) : null,
      earlier,
      range: suggestionRange(),
    };
  },
);

export type DeployFormView = Awaited<ReturnType<typeof loadDeployForm>>;

/** The questions that are asked again: not what the first start fixed, and not secrets that Tomo makes. */
function changeable(form: DeployForm): DeployForm {
  const groups = form.groups
    .filter(({ id }) => id !== 'generated')
    .map((group) => ({ ...group, fields: group.fields.filter(({ once }) => !once) }));
  return { ...form, groups: groups.filter(({ fields }) => fields.length > 0) };
}

/** The same form for a deployed app: its own server and its present answers, except secrets. Null while nothing is in force. */
export const loadConfigureForm = defineLoader(
  'apps.operate',
  async (_actor, appId: string): Promise<(DeployFormView & { versionId: string }) | null> => {
    const app = isId(appId) ? await findInstalledApp(database(), appId) : undefined;
    if (!app) throw notFound('This app');
    const version = app.currentVersionId ? await findVersion(database(), app.currentVersionId) : undefined;
    const server = await findServer(database(), app.serverId);
    if (!version || !server) return null;
    const model = modelSchema.parse(version.definition);
    const earlier = answersOf(app, version);
    return {
      versionId: version.id,
      application: { id: app.appId, name: model.name, version: model.version, slug: model.slug },
      form: changeable(deployForm(model)),
      servers: [],
      chosen: await chosenServer(server, model, earlier),
      earlier,
      range: suggestionRange(),
    };
  },
);

function chooseServer(
  servers: readonly { id: string; fit: { fits: boolean } }[],
  wanted: string | undefined,
): string | undefined {
  const fitting = servers.filter(({ fit }) => fit.fits);
  if (fitting.some(({ id }) => id === wanted)) return wanted;
  return fitting.length === 1 ? fitting[0]?.id : undefined;
}

async function chosenServer(
  server: ServerRow,
  model: Model,
  earlier: { id: string; running: string | undefined } | null,
) {
  const claims = await listPortClaims(database(), server.id);
  const taken = takenPorts(storedSurvey(server, claims, earlier?.running), earlier?.id);
  return {
    id: server.id,
    name: server.name,
    host: server.host,
    instanceName: proposeInstanceName(model.slug, await listInstanceNames(database(), server.id)) as string,
    /** When who listens was last asked. */
    surveyedAt: server.systemInfoUpdatedAt,
    taken: taken.map((entry) => ({
      protocol: entry.protocol,
      address: entry.address,
      port: entry.port,
      sentence: describeHolder(entry),
    })),
    proposals: proposePorts(model.ports, taken, suggestionRange()),
  };
}

async function earlierAnswers(id: string, applicationId: string) {
  const app = isId(id) ? await findInstalledApp(database(), id) : undefined;
  if (app?.appId !== applicationId || app.currentVersionId !== null) return null;
  return answersOf(app, await findNewestVersion(database(), app.id));
}

function answersOf(app: InstalledAppRow, version: InstalledAppVersionRow | undefined) {
  const config = versionConfig.safeParse(version?.config);
  return {
    id: app.id,
    running: runningApp(app),
    serverId: app.serverId,
    instanceName: app.instanceName,
    displayName: app.displayName,
    fields: config.success ? config.data.plain : {},
    ports: config.success ? config.data.ports : [],
    limits: config.success ? config.data.limits : {},
  };
}

function suggestionRange() {
  return { min: readSetting('apps.port_suggest_min'), max: readSetting('apps.port_suggest_max') };
}
