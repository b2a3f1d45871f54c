import 'server-only';
import type { Family } from './family';
import { keyFunction } from './vendor-key';

/**
 * `apt` shows output as it comes; while another process holds the package manager it says by whom and waits, at most five
 * minutes; an installation that was interrupted (cancelled, or by a power cut) is completed first, as dpkg demands.
 */
const shell = String.raw`
# Maintainer scripts and apt's own downloader need files that others may read.
umask 022
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C
errors=$(mktemp)
at_end 'rm -f "$errors"'
apt() {
  waited=0 completed=
  while :; do
    status=0
    apt-get -q -o Acquire::Retries=2 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 \
      -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold "$@" 2>"$errors" || status=$?
    locked=
    if [ "$status" -ne 0 ] && grep -qE 'Could not get lock|Unable to acquire the dpkg frontend lock|Unable to lock directory' "$errors"; then
      locked=yes
    else
      cat "$errors"
    fi
    [ "$status" -ne 0 ] || return 0
    if [ -z "$completed" ] && grep -q 'dpkg was interrupted' "$errors"; then
      echo 'Completing the interrupted installation: dpkg --configure -a'
      dpkg --force-confold --configure -a || return
      completed=yes
      continue
    fi
    [ -n "$locked" ] || return "$status"
    holder=$(sed -n 's/.*held by process \([0-9]*\) (\([^)]*\)).*/\2 (process \1)/p' "$errors" | head -n 1)
    [ -n "$holder" ] || holder='another process'
    if [ "$waited" -ge 300 ]; then
      cat "$errors"
      echo "The package manager is still in use by $holder after 5 minutes."
      return "$status"
    fi
    waited=$((waited + 5))
    echo "The package manager is in use by $holder. Waiting, $waited of 300 s."
    sleep 5
  done
}
candidate() { apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: //p' | grep -v '(none)' || true; }
pm_fresh() {
  if [ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mmin -60 2>/dev/null | head -n 1)" ]; then echo fresh; fi
}
# To apt a server without names is a warning: it keeps the index of before, which need not be there.
pm_refresh() {
  apt update || return
  if grep -qE '^W: (Failed to fetch|Some index files failed)' "$errors" &&
    [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' | head -n 1)" ]; then
    echo 'No package index could be fetched, and there is none of before.'
    return 100
  fi
}
pm_install() { apt -y --no-install-recommends install -- "$@"; }
pm_installed() { dpkg -s "$1" 2>/dev/null | grep -q '^Status: .* installed$'; }
pm_list() { dpkg-query -W -f '${'$'}{db:Status-Abbrev} ${'$'}{binary:Package}\n' | awk '$1 ~ /^.[^nc]/ { print $2 }'; }
would_go() { apt-get -s -q purge -- "$@" 2>/dev/null | awk '$1 == "Purg" || $1 == "Remv" { print $2 }'; }
goes_along() {
  for gone in $(would_go "$@"); do
    case " $wanted " in *" $gone "* | *" $gone:"*) ;; *) return 0 ;; esac
  done
  return 1
}
pm_needed() {
  wanted="$*"
  goes_along "$@" || return 0
  for name in "$@"; do
    if goes_along "$name"; then echo "$name"; fi
  done
}
# Removed first and purged then: docker.io leaves a script that its purge would empty /var/lib/docker with, volumes and all.
pm_remove() {
  apt -y -o APT::Get::AutomaticRemove=false remove -- "$@"
  rm -f /var/lib/docker/nuke-graph-directory.sh
  apt -y -o APT::Get::AutomaticRemove=false purge -- "$@"
}
pm_unfinished() {
  dpkg -l containerd containerd.io docker-ce docker-ce-cli docker-cli docker-compose docker-compose-plugin \
    docker-compose-v2 docker.io runc 2>/dev/null | awk '/^i[HUF]/ { print $2; exit }'
}
pm_complete() { apt -y --no-install-recommends --fix-broken install; }
docker_conflicts() { if pm_installed podman-docker; then echo podman-docker; fi; }
docker_names() {
  if [ "$1" = vendor ]; then
    names='docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin'
  else
    names='docker.io'
    if [ -n "$(candidate docker-cli)" ]; then names="$names docker-cli"; fi
    for name in docker-compose-v2 docker-compose-plugin docker-compose; do
      case "$(candidate "$name")" in
        ''|0*|1.*|1:1.*) ;;
        *) names="$names $name"; break ;;
      esac
    done
  fi
  # With AppArmor in the kernel the engine cannot start a container without its parser.
  if [ "$(cat /sys/module/apparmor/parameters/enabled 2>/dev/null)" = Y ]; then names="$names apparmor"; fi
  echo "$names"
}
${keyFunction}
vendor_list=/etc/apt/sources.list.d/tomo-docker.sources
vendor_present() {
  grep -qxF "URIs: $url" "$vendor_list" 2>/dev/null && grep -qxF "Suites: $suite" "$vendor_list" &&
    [ "$(keys_in /etc/apt/keyrings/tomo-docker.asc)" = "$fingerprint" ]
}
vendor_add() {
  fetch_key
  make_folder /etc/apt/keyrings
  put /etc/apt/keyrings/tomo-docker.asc <"$key"
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: stable\nArchitectures: %s\nSigned-By: /etc/apt/keyrings/tomo-docker.asc\n' \
    "$url" "$suite" "$(dpkg --print-architecture)" | put "$vendor_list"
  # Only this repository is asked: a mirror that is broken otherwise says nothing about the vendor.
  code=0
  apt -o "Dir::Etc::sourcelist=$vendor_list" -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0 update || code=$?
  if [ "$code" -eq 0 ] && [ -n "$(candidate docker-ce)" ]; then return 0; fi
  rm -f "$vendor_list" /etc/apt/keyrings/tomo-docker.asc
  if [ "$code" -eq 0 ] || grep -qE 'does not have a Release file|404 +Not Found' "$errors"; then
    echo 'The repository has no packages for this system.'
    exit 22
  fi
  if grep -qE 'Could not (resolve|connect)|Connection (timed out|refused|failed)|Unable to connect' "$errors"; then
    echo 'The repository cannot be reached from this server.'
    exit 20
  fi
  exit "$code"
}
upgrades_file=/etc/apt/apt.conf.d/52tomo-security-upgrades
upgrades_state() {
  if pm_installed unattended-upgrades && apt-config dump APT::Periodic::Unattended-Upgrade | grep -q '"1"' &&
    apt-config dump APT::Periodic::Update-Package-Lists | grep -q '"1"'; then echo on; fi
}
upgrades_on() {
  packages_begin
  pm_install unattended-upgrades
  packages_end
  printf 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n' | put "$upgrades_file"
}
`;

/** Debian and what is made from it. */
export const debian: Family = {
  key: 'debian',
  name: 'Debian, Ubuntu and Raspberry Pi OS',
  ids: ['debian', 'ubuntu', 'raspbian', 'linuxmint', 'pop'],
  proven: ['debian 12', 'debian 13'],
  init: 'systemd',
  packageManager: 'apt-get',
  // curl and gpg fetch and check the vendor's key; ss (iproute2) tells who listens on a port.
  prerequisites: 'ca-certificates curl gpg iproute2',
  vendor: (os) => (os.codename ? { path: vendorPath(os), suite: os.codename } : undefined),
  vendorFingerprint: null,
  hasSecurityUpgrades: true,
  timeService: { package: 'systemd-timesyncd', unit: 'systemd-timesyncd' },
  shell,
};

// Under which name the vendor keeps packages for it.
function vendorPath({ id, idLike }: { id: string; idLike: readonly string[] }): string {
  if (id === 'ubuntu' || idLike.includes('ubuntu')) return 'ubuntu';
  return id === 'raspbian' ? 'raspbian' : 'debian';
}
