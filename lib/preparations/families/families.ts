import 'server-only';
import { alpine } from './alpine';
import { amazon } from './amazon';
import { arch } from './arch';
import { debian } from './debian';
import type { Family, Os } from './family';
import { fedora } from './fedora';
import { rhel } from './rhel';
import { suse } from './suse';

/** Every family that Tomo prepares. */
export const families: readonly Family[] = [debian, rhel, fedora, suse, alpine, arch, amazon];

/** The family of a system: by ID, then by the words of ID_LIKE in their order, never by a part of a word. */
export function familyOf(os: Pick<Os, 'id' | 'idLike'>): Family | undefined {
  for (const name of [os.id, ...os.idLike]) {
    const family = families.find(({ ids }) => ids.includes(name));
    if (family) return family;
  }
  return undefined;
}

/** The family by its key, as a step stored it. */
export function familyByKey(key: string): Family {
  const family = families.find((candidate) => candidate.key === key);
  if (!family) throw new Error(`There is no family ${key}.`);
  return family;
}
