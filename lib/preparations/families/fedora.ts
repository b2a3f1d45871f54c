import 'server-only';
import type { Family } from './family';
import { RPM_FINGERPRINT } from './rhel';
import { dnfShell, dnfUpgradesShell, rpmShell } from './rpm-shell';

const shell = `${rpmShell}${dnfShell}${dnfUpgradesShell}${String.raw`
docker_names() {
  if [ "$1" = vendor ]; then echo 'docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin'
  else echo 'moby-engine docker-cli docker-compose'; fi
}
`}`;

/** Fedora: the vendor's packages, or Moby's, which the distribution builds itself. */
export const fedora: Family = {
  key: 'fedora',
  name: 'Fedora',
  ids: ['fedora'],
  proven: [],
  init: 'systemd',
  packageManager: 'dnf',
  prerequisites: 'ca-certificates curl:curl gnupg2:gpg iproute:ss util-linux:flock',
  vendor: ({ version }) =>
    version && /^\d+$/.test(version) ? { path: 'fedora', suite: version } : undefined,
  vendorFingerprint: RPM_FINGERPRINT,
  hasSecurityUpgrades: true,
  timeService: { package: 'chrony', unit: 'chronyd' },
  shell,
};
