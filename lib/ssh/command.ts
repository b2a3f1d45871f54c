import 'server-only';
import { createHash } from 'node:crypto';

declare const made: unique symbol;

/** A script of this repository: its body is the inside of a shell function, in POSIX sh. Only `remoteScript` makes one. */
export type RemoteScript = {
  readonly name: string;
  readonly body: string;
  /** SHA-256 of the body in hex: what the audit log records beside the name. */
  readonly digest: string;
  readonly [made]: true;
};

/**
 * Defines a script. `body` is constant text: values reach it as shell variables (`args`, `secrets` of `run`), never by
 * building the text. It runs with `set -eu`, in `/`, with `/dev/null` as stdin, and ends by its end or `return`.
 * @throws Error at definition when the name is odd or the body is empty or holds NUL or CR.
 */
export function remoteScript(name: string, body: string): RemoteScript {
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(name))
    throw new Error(`Script name ${JSON.stringify(name)}: use kebab-case.`);
  if (/[\0\r]/.test(body)) throw new Error(`Script ${name}: a body holds no NUL and no CR.`);
  if (!/^\s*[^#\s]/m.test(body)) throw new Error(`Script ${name}: the body is empty.`);
  const digest = createHash('sha256').update(body).digest('hex');
  return Object.freeze({ name, body, digest }) as RemoteScript;
}
