import 'server-only';
import type { Family } from './family';

const shell = String.raw`
umask 022
export LC_ALL=C
pm_fresh() {
  if [ -n "$(find /var/cache/apk /lib/apk/db -name 'APKINDEX*' -mmin -60 2>/dev/null | head -n 1)" ]; then echo fresh; fi
}
pm_refresh() { apk --wait 300 update; }
pm_install() { apk --wait 300 add "$@"; }
pm_installed() { apk info -e "$1" >/dev/null 2>&1; }
# What was asked for by name; apk itself takes away what only that needed.
pm_list() { sort -u /etc/apk/world; }
pm_remove() { apk --wait 300 del "$@"; }
pm_needed() { :; }
pm_unfinished() { :; }
pm_complete() { :; }
docker_conflicts() { if pm_installed podman-docker; then echo podman-docker; fi; }
docker_names() { echo 'docker docker-cli-compose'; }
`;

/** Alpine with OpenRC; the packages are those of its community repository. */
export const alpine: Family = {
  key: 'alpine',
  name: 'Alpine',
  ids: ['alpine', 'postmarketos'],
  proven: [],
  init: 'openrc',
  packageManager: 'apk',
  prerequisites: 'ca-certificates curl:curl iproute2:ss',
  vendor: null,
  vendorFingerprint: null,
  hasSecurityUpgrades: false,
  timeService: { package: 'chrony', unit: 'chronyd' },
  shell,
};
