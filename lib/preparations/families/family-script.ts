import 'server-only';
import { type RemoteScript, remoteScript } from '@/lib/ssh/command';
import { changesShell } from '../changes/changes-shell';
import { families } from './families';
import type { Family } from './family';
import { initShell } from './init';

/** A script of a step, for each family: the functions that it may use, and what it does with them. */
export type FamilyScript = { name: string; body: string; of(family: Family): RemoteScript };

/** The functions in front of every script of a family. */
export function functionsOf(family: Family): string {
  return `${changesShell}${initShell[family.init]}${family.shell}`;
}

/** Defines the script `name`: `body` stands behind the functions of the family. Everything is constant text. */
export function familyScript(name: string, body: string): FamilyScript {
  const scripts = new Map(
    families.map((family) => [family.key, remoteScript(name, `${functionsOf(family)}${body}`)]),
  );
  return {
    name,
    body,
    of(family) {
      const script = scripts.get(family.key);
      if (!script) throw new Error(`The script ${name} is not made for ${family.key}.`);
      return script;
    },
  };
}
