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

/** Where the build answers for an exported action: its id, and a page that carries it. */
export function actionPlace(name: string): { id: string; page: string } {
  const file = path.resolve(import.meta.dirname, '../../.next/server/server-reference-manifest.json');
  const { node }: Manifest = JSON.parse(readFileSync(file, 'utf8'));
  const found = Object.entries(node).find(([, action]) => action.exportedName === name);
  if (!found) throw new Error(`The build has no action ${name}`);
  const [page = ''] = Object.keys(found[1].workers);
  // Any row will do in an address: the action decides for itself what it acts on.
  const address = page
    .replace(/^app|\/page$/g, '')
    .replace(/\/\([^)]*\)/g, '')
    .replace(/\[[^\]]*\]/g, '01a20000-0000-7000-8000-000000000000');
  return { id: found[0], page: address };
}

/** One plain argument in React's own notation: JSON in which a leading $ is doubled. */
export function actionBody(input: object): string {
  return JSON.stringify([input], (_name, value) =>
    typeof value === 'string' && value.startsWith('$') ? `$${value}` : value,
  );
}

/** Reads the returned value out of the answer: row 0 says in which row it is. */
export function actionResult<Data>(status: number, text: string): Outcome<Data> {
  const row = (id: string) => new RegExp(`^${id}:(.*)$`, 'm').exec(text)?.[1];
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
