import 'server-only';
import { familyOf } from './families/families';
import type { Family, Os } from './families/family';

/** Whether a preparation was seen through on a machine of this release. */
export function isProven(family: Family, os: Os): boolean {
  return family.proven.includes(`${os.id} ${os.version}`);
}

/** The name of the family of a system whose plan is held by tests alone; null where it is proven, or there is none. */
export function unprovenFamily(os: Os): string | null {
  const family = familyOf(os);
  return family && !isProven(family, os) ? family.name : null;
}
