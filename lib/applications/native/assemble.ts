import 'server-only';
import type { Model, Privilege } from '../model';
import { neededPrivileges } from '../privileges';
import type { AppInput } from './app-input';
import { readFields } from './fields';
import { readFiles } from './files';
import type { Findings } from './findings';
import { readService } from './service';

/** Builds the model from a definition of the right shape. Undefined when `compose` is still the name of a file. */
export function assembleModel(
  findings: Findings,
  app: AppInput,
  siblings: Readonly<Record<string, string>>,
): Model | undefined {
  if (typeof app.compose === 'string') return undefined;
  const services = Object.fromEntries(
    Object.entries(app.compose.services).map(([name, input]) => [
      name,
      readService(findings, ['compose', 'services', name], input, app),
    ]),
  );
  const files = readFiles(findings, app, siblings);
  for (const file of files) {
    for (const { service, target } of file.mounts)
      services[service]?.mounts.push({ kind: 'file', file: file.path, target });
  }
  const model: Model = {
    slug: app.id,
    name: app.name,
    version: app.version,
    category: app.category,
    texts: { tagline: app.tagline, description: app.description, releaseNotes: app.releaseNotes },
    tags: app.tags,
    author: app.author,
    maintainers: app.maintainers,
    license: app.license,
    links: { website: app.website, repository: app.repository, documentation: app.documentation },
    icon: app.icon,
    screenshots: app.screenshots,
    architectures: app.architectures,
    requirements: {
      memoryBytes: app.requirements?.memory,
      diskBytes: app.requirements?.disk,
      gpu: app.requirements?.gpu ?? 'none',
      https: app.requirements?.https ?? false,
    },
    services,
    groups: app.groups,
    fields: readFields(findings, app),
    ports: app.ports,
    volumes: app.volumes.map((volume) => ({ ...volume, backup: backupOf(volume.backup) })),
    files,
    networks: [...new Set(Object.values(services).flatMap((service) => service.networks))]
      .filter((name) => name !== 'default')
      .sort(),
    web: app.web,
    privileges: [],
    health: app.health && {
      port: app.health.port,
      path: app.health.path,
      expect: statusRanges(app.health.expect),
      timeoutMs: app.health.timeout,
    },
    credentials: app.credentials && {
      username: optionalText(findings, 'username', app.credentials.username),
      password: optionalText(findings, 'password', app.credentials.password),
      mustChange: app.credentials.mustChange,
      note: app.credentials.note,
    },
    upgrade: app.upgrade,
  };
  return { ...model, privileges: privilegesOf(app, model) };
}

function privilegesOf(app: AppInput, model: Model): Privilege[] {
  const reasons = new Map(app.privileges.map((privilege) => [privilege.id, privilege.why]));
  return [...neededPrivileges(model)].map(([id, services]) => ({ id, services, why: reasons.get(id) ?? '' }));
}

function backupOf(backup: boolean | 'stop'): 'yes' | 'no' | 'stop' {
  if (backup === 'stop') return 'stop';
  return backup ? 'yes' : 'no';
}

function optionalText(findings: Findings, key: string, raw: string | undefined) {
  return raw === undefined ? undefined : findings.text(['credentials', key], raw, { uses: false });
}

type Expect = NonNullable<AppInput['health']>['expect'];

/** Status codes that mean healthy: 200–399 and 401 unless the definition says otherwise. */
function statusRanges(expect: Expect): [number, number][] {
  const list = expect === undefined ? ['200-399', 401] : Array.isArray(expect) ? expect : [expect];
  return list.map((range) => {
    if (typeof range === 'number') return [range, range];
    const [from = 0, to = 0] = range.split('-').map(Number);
    return [Math.min(from, to), Math.max(from, to)];
  });
}
