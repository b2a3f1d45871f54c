import 'server-only';
import type { Family } from './family';
import { dnfShell, dnfUpgradesShell, rpmShell } from './rpm-shell';

/** The vendor's key for RPM packages: https://docs.docker.com/engine/install/centos */
export const RPM_FINGERPRINT = '060A61C51B558A7F742B77AAC52FEB6B621E9F35';

// The releases have no engine of their own: with the packages of the distribution there is none to install.
const shell = `${rpmShell}${dnfShell}${dnfUpgradesShell}${String.raw`
docker_names() {
  if [ "$1" = vendor ]; then echo 'docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin'; fi
}
`}`;

/** Red Hat Enterprise Linux and what is built from its sources. */
export const rhel: Family = {
  key: 'rhel',
  name: 'RHEL, Rocky Linux, AlmaLinux and CentOS Stream',
  ids: ['rhel', 'centos', 'rocky', 'almalinux', 'ol'],
  proven: [],
  init: 'systemd',
  packageManager: 'dnf',
  // Minimal images bring curl as curl-minimal, which another package of that name would fight with.
  prerequisites: 'ca-certificates curl:curl gnupg2:gpg iproute:ss util-linux:flock',
  vendor: ({ id, version }) => {
    const major = /^\d+/.exec(version ?? '')?.[0];
    return major ? { path: id === 'rhel' ? 'rhel' : 'centos', suite: major } : undefined;
  },
  vendorFingerprint: RPM_FINGERPRINT,
  hasSecurityUpgrades: true,
  timeService: { package: 'chrony', unit: 'chronyd' },
  shell,
};
