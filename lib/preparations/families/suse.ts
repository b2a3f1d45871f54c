import 'server-only';
import type { Family } from './family';
import { rpmShell } from './rpm-shell';

const shell = `${rpmShell}${String.raw`
zypp() { ZYPP_LOCK_TIMEOUT=300 zypper --non-interactive "$@"; }
pm_fresh() {
  if [ -n "$(find /var/cache/zypp/raw -name repomd.xml -mmin -60 2>/dev/null | head -n 1)" ]; then echo fresh; fi
}
pm_refresh() { zypp refresh; }
pm_install() { zypp install --no-recommends -- "$@"; }
pm_remove() { zypp remove --no-clean-deps -- "$@"; }
docker_names() { echo 'docker docker-compose'; }
`}`;

/** openSUSE and SUSE Linux Enterprise: engine and Compose v2 are packages of the distribution. */
export const suse: Family = {
  key: 'suse',
  name: 'openSUSE',
  ids: ['opensuse-leap', 'opensuse-tumbleweed', 'opensuse', 'sles', 'suse'],
  proven: [],
  init: 'systemd',
  packageManager: 'zypper',
  prerequisites: 'ca-certificates curl:curl gpg2:gpg iproute2:ss util-linux:flock',
  vendor: null,
  vendorFingerprint: null,
  hasSecurityUpgrades: false,
  timeService: { package: 'chrony', unit: 'chronyd' },
  shell,
};
