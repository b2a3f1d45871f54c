import 'server-only';
import type { InstalledAppRow, InstalledAppVersionRow } from '@/db/installed-apps/tables';
import { modelSchema } from '@/lib/applications/model';
import type { Secret } from '@/lib/crypto/secret';
import { keyedHash } from '@/lib/crypto/token';
import { TomoError } from '@/lib/runtime/errors';
import { instanceName } from './instance-name';
import { renderApp } from './render';
import type { Rendered, RenderInput } from './render-input';
import { versionConfig } from './version-config';

type Version = Pick<
  InstalledAppVersionRow,
  'definition' | 'contentHash' | 'config' | 'consents' | 'imageDigests'
>;
type App = Pick<InstalledAppRow, 'id' | 'appId' | 'instanceName'>;

/** A deployment as rendering wants it, from what is stored of it and its opened secrets. */
export function renderInputOf(app: App, version: Version, secrets: ReadonlyMap<string, Secret>): RenderInput {
  const model = modelSchema.safeParse(version.definition);
  const config = versionConfig.safeParse(version.config);
  if (!model.success || !config.success) throw damaged(app, model.error ?? config.error);
  const { plain, ports, volumes, limits, server, logs, renderedAt } = config.data;
  const secretValues = Object.fromEntries([...secrets].map(([key, secret]) => [key, secret.reveal()]));
  return {
    model: model.data,
    contentHash: version.contentHash,
    instance: { id: app.id, appId: app.appId, name: instanceName.parse(app.instanceName) },
    values: { ...plain, ...secretValues },
    ports,
    volumes,
    extra: [],
    limits,
    digests: version.imageDigests,
    granted: version.consents.filter((consent) => typeof consent === 'string'),
    server: { ...server, memoryBytes: server.memoryBytes },
    logs,
    origin: {},
    renderedAt,
    fingerprint,
  };
}

/** The project folder of a stored version. */
export function renderVersion(
  app: App,
  version: Version,
  secrets: ReadonlyMap<string, Secret>,
): { input: RenderInput; rendered: Rendered } {
  const input = renderInputOf(app, version, secrets);
  return { input, rendered: renderApp(input) };
}

/** Names a text that may hold secrets without telling anything about it. */
function fingerprint(text: string): string {
  return keyedHash('tomo/drift/v1', text);
}

function damaged(app: App, cause: unknown): TomoError {
  return new TomoError('unexpected', `What is stored about ${app.instanceName} is damaged.`, {
    hint: 'Restore a backup, or remove the app and deploy it again.',
    reason: 'damaged',
    cause,
  });
}
