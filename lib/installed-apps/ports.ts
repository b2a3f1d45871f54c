import 'server-only';
import { isIP } from 'node:net';
import type { AppPort } from '@/lib/applications/model';
import { isPortNumber } from '@/lib/applications/port-number';
import type { PortChoice } from './render-input';
import { collides, describeHolder, type Protocol, type TakenPort } from './taken-ports';

/** Where a free port is sought after the preferred one and its next 50: `apps.port_suggest_min` and `_max`. */
export type PortRange = { min: number; max: number };

const near = 50;
const loopback = '127.0.0.1';

/** What the deploy form starts with for one port of the definition. */
export type PortProposal = {
  id: string;
  protocols: Protocol[];
  port: number | undefined;
  /** `undefined` for web ports: who may reach the app is asked without a preset. Everything else starts on the server itself. */
  address: string | undefined;
  /** Holder of the preferred port, when it is taken. */
  message: string | undefined;
};

/**
 * Proposes a free port for each port of a definition: the preferred one, else the next free one. A fixed port is proposed
 * although it is taken, with its holder named, because it cannot move.
 */
export function proposePorts(
  ports: readonly AppPort[],
  taken: readonly TakenPort[],
  range: PortRange,
): PortProposal[] {
  const chosen: TakenPort[] = [];
  return ports.map((port) => {
    const protocols = protocolsOf(port);
    const wanted = port.preferred ?? (port.target >= 1024 ? port.target : range.min);
    const all = [...taken, ...chosen];
    const holder = findHolder(wanted, protocols, '0.0.0.0', taken);
    const isTaken = holder || findHolder(wanted, protocols, '0.0.0.0', chosen);
    const number = isTaken && !port.fixed ? suggestPort(wanted, protocols, all, range) : wanted;
    for (const protocol of protocols) {
      if (number)
        chosen.push({
          protocol,
          address: '0.0.0.0',
          port: number,
          holder: { kind: 'app', name: 'this one' },
        });
    }
    const address = port.purpose === 'web' ? undefined : loopback;
    return { id: port.id, protocols, port: number, address, message: holder && describeHolder(holder) };
  });
}

/**
 * The next port that is free on every address for all `protocols`: from `wanted` + 1 to + 50, then within `range`; never
 * below 1024. Undefined when everything is taken.
 */
export function suggestPort(
  wanted: number,
  protocols: readonly Protocol[],
  taken: readonly TakenPort[],
  range: PortRange,
): number | undefined {
  const busy = new Set(
    taken.filter((entry) => protocols.includes(entry.protocol)).map((entry) => entry.port),
  );
  const isFree = (port: number) => port >= 1024 && isPortNumber(port) && !busy.has(port);
  for (let port = wanted + 1; port <= wanted + near; port++) if (isFree(port)) return port;
  for (let port = range.min; port <= range.max; port++) if (isFree(port)) return port;
  return undefined;
}

export type PortProblem = { message: string; suggestion?: number };

/** Problems of a set of choices by port id; empty when all of them can be claimed. */
export type PortProblems = Record<string, PortProblem>;

/**
 * Checks what a person chose against the definition and the survey: every port published with each of its protocols (an
 * optional one may stay away), valid addresses, fixed ports unmoved, nothing taken, nothing chosen twice.
 */
export function checkPorts(
  ports: readonly AppPort[],
  choices: readonly PortChoice[],
  taken: readonly TakenPort[],
  range: PortRange,
): PortProblems {
  const problems: PortProblems = {};
  for (const choice of choices) {
    if (!ports.some((port) => port.id === choice.id))
      problems[choice.id] = { message: 'The application has no such port.' };
  }
  for (const port of ports) {
    const problem = checkPort(port, choices, taken, range);
    if (problem) problems[port.id] = problem;
  }
  return problems;
}

function checkPort(
  port: AppPort,
  choices: readonly PortChoice[],
  taken: readonly TakenPort[],
  range: PortRange,
): PortProblem | undefined {
  const own = choices.filter((choice) => choice.id === port.id);
  if (own.length === 0)
    return port.optional ? undefined : { message: 'Choose where this port is published.' };
  const protocols = protocolsOf(port);
  const isComplete =
    own.every((choice) => protocols.includes(choice.protocol)) &&
    protocols.every((protocol) => own.some((choice) => choice.protocol === protocol));
  const [first] = own;
  if (!first || !isComplete || own.some((choice) => choice.port !== first.port)) {
    return { message: `Publish one number for ${protocols.join(' and ')}.` };
  }
  if (!isPortNumber(first.port)) return { message: 'Use a port from 1 to 65535.' };
  if (own.some((choice) => isIP(choice.address) === 0))
    return { message: 'Use an IP address of the server.' };
  if (port.fixed && first.port !== port.preferred)
    return { message: `This port cannot move: it must be ${port.preferred}.` };
  const holder = own.flatMap(
    (choice) => findHolder(choice.port, [choice.protocol], choice.address, taken) ?? [],
  )[0];
  if (holder)
    return {
      message: `${describeHolder(holder)}.`,
      ...suggestion(port, first.port, protocols, taken, range),
    };
  const rival = choices.find((choice) => choice.id !== port.id && own.some((one) => collides(one, choice)));
  return (
    rival && {
      message: `${first.port} is chosen twice: also for ${rival.id}.`,
      ...suggestion(port, first.port, protocols, [...taken, ...choices.map(asTaken)], range),
    }
  );
}

function suggestion(
  port: AppPort,
  wanted: number,
  protocols: readonly Protocol[],
  taken: readonly TakenPort[],
  range: PortRange,
): { suggestion?: number } {
  const free = port.fixed ? undefined : suggestPort(wanted, protocols, taken, range);
  return free === undefined ? {} : { suggestion: free };
}

const asTaken = (choice: PortChoice): TakenPort => ({ ...choice, holder: { kind: 'app', name: 'this one' } });

function findHolder(
  port: number,
  protocols: readonly Protocol[],
  address: string,
  taken: readonly TakenPort[],
): TakenPort | undefined {
  return taken.find((entry) => protocols.some((protocol) => collides({ protocol, address, port }, entry)));
}

/** The protocols that publishing `port` takes. */
export function protocolsOf({ protocol }: AppPort): Protocol[] {
  return protocol === 'both' ? ['tcp', 'udp'] : [protocol];
}
