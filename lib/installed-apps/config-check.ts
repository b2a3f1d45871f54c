import 'server-only';
import { z } from 'zod';
import type { Rendered } from './render-input';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const optional = <T extends z.ZodType>(schema: T) => schema.nullish();

/** The part of `docker compose config --format json` that decides what a container may and is told. */
const configSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      environment: optional(z.record(z.string(), text.nullable())),
      command: optional(z.union([z.array(z.string()), z.string()])),
      entrypoint: optional(z.union([z.array(z.string()), z.string()])),
      privileged: optional(z.boolean()),
      network_mode: optional(z.string()),
      pid: optional(z.string()),
      ipc: optional(z.string()),
      userns_mode: optional(z.string()),
      user: optional(text),
      cap_add: optional(z.array(z.string())),
      cap_drop: optional(z.array(z.string())),
      security_opt: optional(z.array(z.string())),
      sysctls: optional(z.record(z.string(), text)),
      devices: optional(z.array(z.union([z.string(), z.object({ source: z.string() })]))),
      deploy: optional(
        z.object({
          resources: optional(
            z.object({ reservations: optional(z.object({ devices: optional(z.array(z.unknown())) })) }),
          ),
        }),
      ),
      volumes: optional(
        z.array(
          z.object({
            type: z.string(),
            source: optional(z.string()),
            target: z.string(),
            read_only: optional(z.boolean()),
          }),
        ),
      ),
      ports: optional(
        z.array(
          z.object({
            target: z.number(),
            published: optional(text),
            host_ip: optional(z.string()),
            protocol: optional(z.string()),
          }),
        ),
      ),
    }),
  ),
});

type ConfigService = z.infer<typeof configSchema>['services'][string];

/**
 * Compares what Compose on the server understood (`docker compose config --format json`, parsed) with what was rendered,
 * before anything starts (COMPOSE-3). `values` are those of `variablesOf`, `folder` is the project folder on the server.
 * Each difference is a sentence that names the place and never a value; an empty list means that every value and every
 * power of a container is as meant.
 */
export function configDifferences(
  { composeObject }: Pick<Rendered, 'composeObject'>,
  values: Readonly<Record<string, string>>,
  config: unknown,
  folder: string,
): string[] {
  const parsed = configSchema.safeParse(config);
  if (!parsed.success) return ['Compose printed a configuration that Tomo does not understand.'];
  const found = parsed.data.services;
  const meant = configSchema.parse({ services: composeObject.services }).services;
  const unexpected = Object.keys(found).filter((name) => !Object.hasOwn(meant, name));
  return [
    ...unexpected.map((name) => `${name} is not a service of this app.`),
    ...Object.entries(meant).flatMap(([name, service]) => {
      const other = found[name];
      return other ? serviceDifferences(name, service, other, { values, folder }) : [`${name} is missing.`];
    }),
  ];
}

type Places = { values: Readonly<Record<string, string>>; folder: string };

function serviceDifferences(
  name: string,
  meant: ConfigService,
  found: ConfigService,
  { values, folder }: Places,
): string[] {
  const expected = facts(meant, (part) => resolved(part, values));
  const actual = facts(found, unescaped, folder);
  // A command line is split into words by Compose; a list of words is compared as it is.
  const lines = (['command', 'entrypoint'] as const).filter((key) => typeof meant[key] === 'string');
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].filter(
    (key) => !lines.some((one) => one === key),
  );
  return keys
    .filter((key) => expected[key] !== actual[key])
    .map((key) => `${name}: ${key} is not as it was written.`);
}

/** One comparable line per fact; facts at their default are left out, so that absent and default are the same. */
function facts(service: ConfigService, read: (text: string) => string, folder = ''): Record<string, string> {
  const found: Record<string, string> = { image: read(service.image) };
  const note = (key: string, value: string | null | undefined) => {
    if (value !== null && value !== undefined && value !== '') found[key] = value;
  };
  const list = (key: string, values: readonly string[]) =>
    note(key, values.length > 0 ? JSON.stringify(values.map(read)) : '');
  for (const [key, value] of Object.entries(service.environment ?? {}))
    found[`environment ${key}`] = read(value ?? '');
  for (const key of ['command', 'entrypoint'] as const) list(key, [service[key] ?? []].flat());
  for (const key of ['cap_add', 'cap_drop', 'security_opt'] as const) list(key, service[key] ?? []);
  for (const key of ['network_mode', 'pid', 'ipc', 'userns_mode', 'user'] as const)
    note(key, service[key] && read(service[key]));
  note('privileged', service.privileged ? 'true' : '');
  list(
    'devices',
    (service.devices ?? []).map((device) =>
      typeof device === 'string' ? (device.split(':')[0] ?? '') : device.source,
    ),
  );
  note('gpu', service.deploy?.resources?.reservations?.devices?.length ? 'true' : '');
  for (const [key, value] of Object.entries(service.sysctls ?? {})) found[`sysctl ${key}`] = read(value);
  for (const { type, source, target, read_only } of service.volumes ?? []) {
    const place = read(source ?? '');
    // Compose makes paths of the project folder absolute.
    const inside = folder !== '' && place.startsWith(`${folder}/`) ? `.${place.slice(folder.length)}` : place;
    found[`mount ${read(target)}`] = `${type} ${inside} ${read_only ? 'ro' : 'rw'}`;
  }
  for (const { target, published, host_ip, protocol } of service.ports ?? []) {
    found[`port ${host_ip ?? ''}:${published ?? ''}/${protocol ?? 'tcp'}`] = String(target);
  }
  return found;
}

function resolved(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\$\$|\$\{(\w+)\}/g, (all, key?: string) =>
    all === '$$' ? '$' : (key && Object.hasOwn(values, key) && values[key]) || '',
  );
}

/** Compose prints a literal dollar as `$$`, so that its output can be read again. */
const unescaped = (text: string) => text.replaceAll('$$', () => '$');
