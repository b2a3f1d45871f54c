import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What an action came to; `status` other than 200 means that it did not answer at all. */
export type Outcome<Data> = {
  status: number;
  ok: boolean;
  data?: Data;
  error?: { code: string; message: string; hint?: string; reason?: string; fields?: Record<string, string> };
};

type Manifest = { node: Record<string, { exportedName?: string; workers: Record<string, unknown> }> };

/** Names of all actions that the build answers for. */
export const actionNames = () => Object.values(manifest().node).map(({ exportedName }) => exportedName ?? '');

/** Where the build answers for an exported action: its id, and a page that carries it. */
export function actionPlace(name: string): { id: string; page: string } {
  const found = Object.entries(manifest().node).find(([, action]) => action.exportedName === name);
  if (!found) throw new Error(`The build has no action ${name}`);
  const [page = ''] = Object.keys(found[1].workers);
  // Any row will do in an address: the action decides for itself what it acts on.
  const address = page
    .replace(/^app|\/page$/g, '')
    .replace(/\/\([^)]*\)/g, '')
    .replace(/\[[^\]]*\]/g, '01a20000-0000-7000-8000-000000000000');
  return { id: found[0], page: address };
}

function manifest(): Manifest {
  const file = path.resolve(import.meta.dirname, '../../.next/server/server-reference-manifest.json');
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** One plain argument in React's own notation: JSON in which a leading $ is doubled. */
export function actionBody(input: object): string {
  return JSON.stringify([input], (_name, value) =>
    typeof value === 'string' && value.startsWith('$') ? `$${value}` : value,
  );
}

/** Reads the returned value out of the answer: row 0 says in which row it is. */
export function actionResult<Data>(status: number, text: string): Outcome<Data> {
  // By line feeds alone: other line ends may stand in the values.
  const rows = text.split('\n');
  const row = (id: string) => rows.find((line) => line.startsWith(`${id}:`))?.slice(id.length + 1);
  const head = row('0');
  const returned = head && /"a":"\$@([0-9a-f]+)"/.exec(head)?.[1];
  const value = returned && row(returned);
  if (!value?.startsWith('{')) return { status, ok: false };
  return { status, ...(JSON.parse(value, plain) as Omit<Outcome<Data>, 'status'>) };
}

function plain(_name: string, value: unknown): unknown {
  if (value === '$undefined') return undefined;
  return typeof value === 'string' && value.startsWith('$$') ? value.slice(1) : value;
}
