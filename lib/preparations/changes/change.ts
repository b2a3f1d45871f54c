import { createHash } from 'node:crypto';
import { TomoError } from '@/lib/runtime/errors';

/** One change that Tomo noted on a server: which step, what kind, and its values. */
export type Change = { step: string; kind: ChangeKind; values: string[] };
export type ChangeKind = keyof typeof shapes;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._+:@-]{0,127}$/;
const PATH = /^\/(?:etc|opt\/tomo|var\/lib\/tomo)(?:\/(?!\.\.?(?:\/|$))[A-Za-z0-9._@+-]+)*$/;
const HOME = /^\/home\/[a-z][a-z0-9-]{0,30}$/;
const SWAP = /^\/var\/lib\/tomo-swap$/;
const SUM = /^[0-9a-f]{64}$/;

// What each kind is made of. Lines are read back from a file of root; they are checked all the same.
const shapes = {
  package: [NAME],
  group: [NAME],
  account: [NAME],
  member: [NAME, NAME],
  service: [NAME],
  unit: [NAME],
  port: [/^(?:ufw|firewalld)$/, /^\d{1,5}\/(?:tcp|udp)$/],
  swap: [SWAP],
  home: [HOME],
  folder: [PATH],
  file: [PATH, SUM],
  changed: [PATH, PATH, SUM],
} as const;

/** Reads the lines of the list of changes. Throws `conflict` on a line that Tomo does not write. */
export function parseChanges(lines: readonly string[]): Change[] {
  return lines.map((line) => {
    const [step = '', kind = '', ...values] = line.split('\t');
    const shape = Object.hasOwn(shapes, kind) ? shapes[kind as ChangeKind] : undefined;
    if (!/^[a-z_]{1,40}$/.test(step) || shape?.length !== values.length) throw damaged(line);
    if (!shape.every((pattern, index) => pattern.test(values[index] ?? ''))) throw damaged(line);
    return { step, kind: kind as ChangeKind, values };
  });
}

/** The line of a change, as it stands in the list. */
export function lineOf({ step, kind, values }: Change): string {
  return [step, kind, ...values].join('\t');
}

/** Names a state of the list, so that a plan and its undo can be told to be about the same. */
export function sumOfChanges(changes: readonly Change[]): string {
  return createHash('sha256').update(changes.map(lineOf).join('\n')).digest('hex');
}

/** What undoing a change means, in words. */
export function undoWords({ kind, values: [first = '', second = ''] }: Change): string {
  switch (kind) {
    case 'package':
      return `Remove the package ${first}`;
    case 'group':
      return `Remove the group ${first}`;
    case 'account':
      return `Remove the account ${first}`;
    case 'member':
      return `Take ${first} out of the group ${second}`;
    case 'service':
    case 'unit':
      return `Stop ${first} and no longer start it at boot`;
    case 'port':
      return `Close ${second} in ${first}`;
    case 'swap':
      return `Remove the swap file ${first}`;
    case 'home':
      return `Remove ${first} with Tomo's key in it, if nothing else is there`;
    case 'folder':
      return `Remove the folder ${first}, if it is empty`;
    case 'file':
      return `Remove ${first}, if nobody has changed it`;
    case 'changed':
      return `Put ${first} back as it was, from ${second}, if nobody has changed it since`;
  }
}

function damaged(line: string): TomoError {
  return new TomoError(
    'conflict',
    'The list of what Tomo changed on this server holds a line that Tomo does not write.',
    {
      hint: `Look at /var/lib/tomo/changes on the server: ${line.slice(0, 120)}`,
      reason: 'changes_damaged',
    },
  );
}
