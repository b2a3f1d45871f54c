import 'server-only';
import { portVariable } from '@/lib/applications/built-in-keys';
import { primaryAddress } from './addresses';
import type { RenderInput } from './render-input';

/**
 * Values of everything a definition may refer to: its fields and the built-in keys of §2.4. A field of the same name as a
 * built-in key (`TZ`, `PUID`, `PGID`) wins. Extra variables have keys of their own (`extraKey`).
 */
export function variablesOf(input: RenderInput): Record<string, string> {
  const { model, ports, server } = input;
  const values: Record<string, string> = {
    TOMO_URL: primaryAddress(model, ports, server.host) ?? '',
    TOMO_HOST: server.host,
    TOMO_PROJECT: input.instance.name,
    TZ: server.timezone,
    PUID: String(server.uid),
    PGID: String(server.gid),
  };
  for (const { id } of model.ports) {
    const choice = ports.find((port) => port.id === id);
    values[portVariable(id)] = choice ? String(choice.port) : '';
  }
  for (const variable of input.extra) values[extraKey(variable.service, variable.name)] = variable.value;
  for (const field of model.fields) {
    const value = Object.hasOwn(input.values, field.key) ? input.values[field.key] : undefined;
    if (value === undefined) throw new Error(`no value for field ${field.key}`);
    values[field.key] = value;
  }
  return values;
}

/**
 * Key in `.env` of an extra variable. Service names contain no `_` and no `--`, so the first `__` always ends the name of
 * the service and two different variables never share a key.
 */
export function extraKey(service: string, name: string): string {
  return `TOMO_EXTRA_${service.toUpperCase().replaceAll('-', '_')}__${name}`;
}
