import 'server-only';
import ipaddr from 'ipaddr.js';
import type { Model } from '@/lib/applications/model';
import { isPortNumber, type PortNumber } from '@/lib/applications/port-number';
import { TomoError } from '@/lib/runtime/errors';
import { resolveFields } from './fields';
import type { InstallInput } from './install-input';
import { checkPorts, type PortProblems, type PortRange, protocolsOf } from './ports';
import { pagesOf } from './published-pages';
import { collides, type TakenPort } from './taken-ports';
import { isWildcard } from './used-privileges';
import type { VersionConfig } from './version-config';

/** What a person chose: all that a plan needs of it. */
export type Choices = Pick<InstallInput, 'fields' | 'generated' | 'ports' | 'limits'>;

export type PlanContext = {
  model: Model;
  taken: readonly TakenPort[];
  range: PortRange;
  server: VersionConfig['server'];
  logs: VersionConfig['logs'];
  /** Ids of the privileges that an administrator granted to the application. */
  granted: readonly unknown[];
  /** A version of the app ran already: what can be set only once is fixed. */
  started: boolean;
  /** Values of an earlier try, by key: its secrets are kept, whatever was started with them. */
  previous: Readonly<Record<string, string>>;
  previouslyGenerated: readonly string[];
  renderedAt: string;
};

export type InstallPlan = { config: VersionConfig; secrets: Record<string, string> };

/**
 * Turns the answers of the deploy form into a version: checks fields and ports, makes secrets, decides addresses. Throws
 * `invalid`, or `conflict` with reason `port_taken` when ports are all that is wrong; either with a message per field
 * (`fields.KEY`, `ports.ID`) and with free ports as `suggestion.ID` in its data.
 */
export function planInstall(input: Choices, context: PlanContext): InstallPlan {
  const { model, server } = context;
  const choices = choicesOf(input, model);
  const fields = resolveFields(model.fields, input.fields, {
    previous: context.previous,
    started: context.started,
    sharedFolders: server.sharedFolders,
    server,
  });
  const ports = {
    ...lowPorts(choices, context.granted),
    ...checkPorts(model.ports, choices, context.taken, context.range),
  };
  refuse(fields.ok ? {} : fields.problems, ports, input, heldIds(choices, context.taken));
  if (!fields.ok) throw new Error('Problems of fields were not refused.');
  const { plain, secrets } = fields.values;
  const byButton = input.generated.filter((key) => secrets[key] !== undefined && input.fields[key] !== '');
  const kept = context.previouslyGenerated.filter(
    (key) => secrets[key] !== undefined && secrets[key] === context.previous[key],
  );
  return {
    secrets,
    config: {
      plain,
      generated: [...new Set([...fields.values.generated, ...byButton, ...kept])].sort(),
      ports: choices,
      volumes: {},
      limits: limitsOf(input, model),
      server,
      logs: context.logs,
      pages: pagesOf(model, choices),
      renderedAt: context.renderedAt,
    },
  };
}

const LOW_PORT =
  'Ports below 1024 are not granted to this application on all addresses. Use 1024 or more, or this server only.';

type Choice = VersionConfig['ports'][number];

function choicesOf({ ports }: Choices, model: Model): Choice[] {
  return ports.flatMap(({ id, port, bind }) => {
    const declared = model.ports.find((one) => one.id === id);
    // An impossible number goes on as it is: the check of ports names it.
    const number = (isPortNumber(port) ? port : 0) as PortNumber;
    const protocols = declared ? protocolsOf(declared) : (['tcp'] as const);
    return protocols.map((protocol) => ({ id, protocol, address: addressOf(bind), port: number }));
  });
}

function addressOf(bind: string): string {
  if (bind === 'all') return '0.0.0.0';
  return bind === 'loopback' ? '127.0.0.1' : bind;
}

function limitsOf({ limits }: Choices, model: Model): VersionConfig['limits'] {
  return Object.fromEntries(Object.entries(limits).filter(([name]) => Object.hasOwn(model.services, name)));
}

function lowPorts(choices: readonly Choice[], granted: readonly unknown[]): PortProblems {
  if (granted.includes('low-port')) return {};
  const low = choices.filter(({ port, address }) => port > 0 && port < 1024 && isWildcard(address));
  return Object.fromEntries(low.map(({ id }) => [id, { message: LOW_PORT }]));
}

function heldIds(choices: readonly Choice[], taken: readonly TakenPort[]): Set<string> {
  return new Set(
    choices.filter((choice) => taken.some((one) => collides(choice, one))).map((choice) => choice.id),
  );
}

function refuse(
  fieldProblems: Record<string, string>,
  portProblems: PortProblems,
  input: Choices,
  held: ReadonlySet<string>,
): void {
  const fields: Record<string, string> = {};
  const data: Record<string, number> = {};
  for (const [key, problem] of Object.entries(fieldProblems)) fields[`fields.${key}`] = problem;
  for (const [id, problem] of Object.entries(portProblems)) {
    const bind = input.ports.find((port) => port.id === id)?.bind;
    fields[`ports.${id}`] = isBind(bind) ? problem.message : 'Choose who may reach this port.';
    if (problem.suggestion !== undefined) data[`suggestion.${id}`] = problem.suggestion;
  }
  const messages = Object.values(fields);
  const [first] = messages;
  if (first === undefined) return;
  const onlyHeld =
    Object.keys(fieldProblems).length === 0 && Object.keys(portProblems).every((id) => held.has(id));
  const [free] = Object.values(data);
  throw new TomoError(
    onlyHeld ? 'conflict' : 'invalid',
    messages.length === 1 ? first : `${messages.length} fields need a correction.`,
    {
      reason: onlyHeld ? 'port_taken' : undefined,
      hint: onlyHeld && free !== undefined ? `Port ${free} is free.` : undefined,
      fields,
      data,
    },
  );
}

function isBind(bind: string | undefined): boolean {
  if (bind === undefined || bind === 'all' || bind === 'loopback') return true;
  return ipaddr.IPv4.isValidFourPartDecimal(bind) || ipaddr.IPv6.isValid(bind);
}
