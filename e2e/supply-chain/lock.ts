import { compareVersions } from './version';

/** One entry of `packages` in package-lock.json. */
export type LockEntry = {
  version: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  hasInstallScript?: boolean;
};

export type Lock = { packages: Record<string, LockEntry> };

/** A published weakness: versions from `introduced` (or the first) up to, without, `fixed` are bad. */
export type Advisory = { id: string; package: string; introduced?: string; fixed: string; what: string };

/** Every installed package of the lock file with its place; the project itself is left out. */
export function packagesOf(lock: Lock): { name: string; place: string; entry: LockEntry }[] {
  return Object.entries(lock.packages)
    .filter(([place]) => place !== '')
    .map(([place, entry]) => ({ place, entry, name: place.slice(place.lastIndexOf('node_modules/') + 13) }));
}

/** Entries whose content is not fixed by a strong checksum, or that name a download address. */
export function unpinned(lock: Lock): string[] {
  return packagesOf(lock)
    .filter(
      ({ entry }) =>
        entry.link || entry.resolved || !/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? ''),
    )
    .map(({ place }) => place);
}

/** `package@version id: what` for every installed version inside the range of an advisory. */
export function known(lock: Lock, advisories: Advisory[]): string[] {
  return packagesOf(lock).flatMap(({ name, entry: { version } }) =>
    advisories
      .filter((one) => one.package === name)
      .filter(({ introduced = '0.0.0' }) => compareVersions(version, introduced) >= 0)
      .filter(({ fixed }) => compareVersions(version, fixed) < 0)
      .map(({ id, what }) => `${name}@${version} ${id}: ${what}`),
  );
}

/** `package@version` for every copy that is older than its floor, and `package missing` where there is none. */
export function belowFloor(lock: Lock, floors: Record<string, { floor: string }>): string[] {
  const installed = packagesOf(lock);
  return Object.entries(floors).flatMap(([name, { floor }]) => {
    const copies = installed.filter((one) => one.name === name);
    if (copies.length === 0) return [`${name} missing`];
    return copies
      .filter(({ entry }) => compareVersions(entry.version, floor) < 0)
      .map(({ entry }) => `${name}@${entry.version}`);
  });
}
