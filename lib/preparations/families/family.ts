import 'server-only';
import type { ObservedFacts } from '@/lib/servers/check/read-facts';

export type Os = Pick<ObservedFacts['os'], 'id' | 'idLike' | 'version' | 'codename' | 'name'>;

/** Where the vendor keeps packages for a system: path below the address of the repository, and the part of it. */
export type VendorPlace = { path: string; suite: string };

/**
 * A family of systems that are prepared alike: one file says everything about it. `shell` defines, in POSIX sh:
 *
 * - `pm_fresh` (prints `fresh` when the index is young), `pm_refresh`, `pm_install NAME…`, `pm_installed NAME`,
 *   `pm_list` (every installed package), `pm_remove NAME…` (with its configuration), `pm_needed NAME…` (prints those that
 *   something else depends on), `pm_unfinished` (prints a package that an interrupted installation left behind),
 * - `docker_names SOURCE` (prints the packages of engine and Compose), `docker_conflicts` (prints packages that stand in
 *   for Docker),
 * - `vendor_present` and `vendor_add` for `$url`, `$suite`, `$fingerprint`, where the family has a place for the vendor,
 * - `upgrades_state` (prints `on` when security upgrades run unattended) and `upgrades_on`, where the family has them.
 */
export type Family = {
  key: string;
  name: string;
  /** Values of ID (and of the words of ID_LIKE) in os-release(5). */
  ids: readonly string[];
  /** `ID VERSION_ID` of releases on which a preparation was seen through on a machine; the other plans are held by tests. */
  proven: readonly string[];
  init: 'systemd' | 'openrc';
  /** The program that must be there. */
  packageManager: string;
  /** `package` or `package:command`: with a command, whatever package brings it will do. */
  prerequisites: string;
  /** Null: the vendor has no packages for it. Undefined where the release cannot be placed. */
  vendor: ((os: Os) => VendorPlace | undefined) | null;
  /** Fingerprint of the vendor's signing key; null: that of the setting. */
  vendorFingerprint: string | null;
  hasSecurityUpgrades: boolean;
  /** The package that keeps the clock, and its service. */
  timeService: { package: string; unit: string };
  shell: string;
};
