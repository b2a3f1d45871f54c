import type { DeployFormView } from '@/lib/installed-apps/deploy-loader';
import { deployMessages as words } from './messages';

type Body = Record<string, unknown>;
type Port = { id: string; port: number; bind: string };

/** One thing that differs from what is in force. */
export type Change = { what: string; from: string; to: string };

const SHOWN = 60;

/** What a person changed in the form: `before` and `now` are bodies that the form would send. Secrets are told without values. */
export function changesBetween(before: Body, now: Body, form: DeployFormView['form']): Change[] {
  return [
    ...differing(words.displayName, text(before.displayName), text(now.displayName)),
    ...form.groups
      .flatMap(({ fields }) => fields)
      .flatMap(({ key, label, secret }) => {
        const [from, to] = [part(before, 'fields', key), part(now, 'fields', key)].map(text);
        if (!secret) return differing(label, from ?? '', to ?? '');
        return to ? [{ what: label, from: '', to: words.newSecret }] : [];
      }),
    ...form.ports.flatMap(({ id, web }) =>
      differing(words.portOf(web ?? id), portWords(before, id), portWords(now, id)),
    ),
    ...form.services.flatMap(({ name }) =>
      differing(words.limitsOf(name), limitWords(before, name), limitWords(now, name)),
    ),
  ];
}

function differing(what: string, from: string, to: string): Change[] {
  return from === to ? [] : [{ what, from: short(from), to: short(to) }];
}

function part(body: Body, name: string, key: string): unknown {
  const all = body[name];
  return typeof all === 'object' && all !== null ? (all as Body)[key] : undefined;
}

function portWords(body: Body, id: string): string {
  const port = (body.ports as Port[] | undefined)?.find((one) => one.id === id);
  if (!port) return words.notPublished;
  return `${port.port}, ${words.binds[port.bind as keyof typeof words.binds] ?? port.bind}`;
}

function limitWords(body: Body, service: string): string {
  const limit = (part(body, 'limits', service) ?? {}) as {
    memoryBytes?: number;
    cpus?: number;
    restart?: string;
  };
  const told = [
    limit.memoryBytes && `${Math.round(limit.memoryBytes / 2 ** 20)} MiB`,
    limit.cpus && words.cpus(limit.cpus),
    limit.restart,
  ].filter(Boolean);
  return told.length > 0 ? told.join(', ') : words.asDefined;
}

function text(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : value === undefined ? '' : String(value);
}

function short(value: string): string {
  const line = value.split('\n')[0] ?? '';
  return line.length < value.length || line.length > SHOWN
    ? `${line.slice(0, SHOWN)}…`
    : line || words.nothing;
}
