import 'server-only';
import type { Family } from './family';
import { RPM_FINGERPRINT } from './rhel';
import { dnfShell, dnfUpgradesShell, rpmShell } from './rpm-shell';

// The engine is Amazon's own; only Compose and Buildx, which Amazon does not build, come from the vendor's packages for
// the release that Amazon Linux 2023 is closest to. Nothing else may come from there.
const shell = `${rpmShell}${dnfShell}${dnfUpgradesShell}${String.raw`
docker_names() {
  if [ "$1" = vendor ]; then echo 'docker docker-buildx-plugin docker-compose-plugin'; else echo 'docker'; fi
}
vendor_add() {
  vendor_write 'includepkgs=docker-buildx-plugin,docker-compose-plugin
'
  vendor_try
}
`}`;

/** Amazon Linux 2023 and later. */
export const amazon: Family = {
  key: 'amazon',
  name: 'Amazon Linux',
  ids: ['amzn'],
  proven: [],
  init: 'systemd',
  packageManager: 'dnf',
  prerequisites: 'ca-certificates curl:curl gnupg2:gpg iproute:ss util-linux:flock',
  vendor: ({ version }) => (Number(version) >= 2023 ? { path: 'centos', suite: '9' } : undefined),
  vendorFingerprint: RPM_FINGERPRINT,
  hasSecurityUpgrades: true,
  timeService: { package: 'chrony', unit: 'chronyd' },
  shell,
};
