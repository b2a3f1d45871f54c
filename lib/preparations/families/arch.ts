import 'server-only';
import type { Family } from './family';

// A refreshed index beside packages of before is a partial upgrade, which breaks an Arch system. So the index is fetched
// only where there is none yet, and the whole system is never upgraded unasked.
const shell = String.raw`
umask 022
export LC_ALL=C
pm_fresh() { if ls /var/lib/pacman/sync/*.db >/dev/null 2>&1; then echo fresh; fi; }
pm_refresh() { pacman -Sy --noconfirm; }
pm_install() {
  waited=0
  while [ -e /var/lib/pacman/db.lck ] && [ "$waited" -lt 300 ]; do
    waited=$((waited + 5))
    echo "The package manager is in use by another process. Waiting, $waited of 300 s."
    sleep 5
  done
  pacman -S --needed --noconfirm -- "$@" && return 0
  echo 'If a file was not found: the index of this system is old. Upgrade the system (pacman -Syu), then retry.'
  return 1
}
pm_installed() { pacman -Qq -- "$1" >/dev/null 2>&1; }
pm_list() { pacman -Qq; }
pm_remove() { pacman -Rn --noconfirm -- "$@"; }
pm_needed() {
  for name in "$@"; do
    for other in $(pacman -Qi -- "$name" 2>/dev/null | sed -n 's/^Required By *: //p'); do
      case $other in None) continue ;; esac
      case " $* " in *" $other "*) ;; *) echo "$name"; break ;; esac
    done
  done
}
pm_unfinished() { :; }
pm_complete() { :; }
docker_conflicts() { if pm_installed podman-docker; then echo podman-docker; fi; }
docker_names() { echo 'docker docker-compose'; }
`;

/** Arch Linux, which rolls: engine and Compose are its own packages. */
export const arch: Family = {
  key: 'arch',
  name: 'Arch Linux',
  ids: ['arch', 'archarm', 'manjaro', 'endeavouros'],
  proven: [],
  init: 'systemd',
  packageManager: 'pacman',
  prerequisites: 'ca-certificates curl:curl gnupg:gpg iproute2:ss util-linux:flock',
  vendor: null,
  vendorFingerprint: null,
  hasSecurityUpgrades: false,
  timeService: { package: 'systemd', unit: 'systemd-timesyncd' },
  shell,
};
