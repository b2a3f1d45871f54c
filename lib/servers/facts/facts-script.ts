import 'server-only';
import { mountFunctions } from '@/lib/metrics/mounts';
import { remoteScript } from '@/lib/ssh/command';

/** First line of the answer: parser and script belong together. */
export const FACTS_HEADER = '@tomo-facts 1';

// A budget for all slow questions together: whatever the server does, the answer arrives before the caller gives up.
const limits = `
started=$(date +%s)
kill_after=
if timeout -k 1 1 true 2>/dev/null; then kill_after='-k 2'; fi
has() { command -v "$1" >/dev/null 2>&1; }
limit() {
  [ $(($(date +%s) - started)) -lt 40 ] || return 124
  if has timeout; then
    # shellcheck disable=SC2086
    timeout $kill_after "$@"
    return
  fi
  seconds=$1
  shift
  "$@" &
  child=$!
  { sleep "$seconds"; kill "$child"; sleep 2; kill -9 "$child"; } >/dev/null 2>&1 &
  watch=$!
  code=0
  wait "$child" || code=$?
  kill "$watch" 2>/dev/null || :
  return "$code"
}
part() {
  printf '@%s\\n' "$1"
  shift
  { "$@" </dev/null 2>&1 || :; } | head -c 196608 | sed 's/^/|/'
}
first_of() {
  for file in "$@"; do
    if [ -r "$file" ]; then cat "$file"; return; fi
  done
}
`;

const system = `
synchronised() { has timedatectl && limit 5 timedatectl show -p NTPSynchronized --value 2>/dev/null; }
os() {
  first_of /etc/os-release /usr/lib/os-release
  if [ -e /etc/rpi-issue ]; then echo TOMO_RASPBERRY=1; fi
}
cpu() {
  getconf _NPROCESSORS_ONLN 2>/dev/null || grep -c '^processor' /proc/cpuinfo
  grep -m 1 -E '^(model name|Model|Hardware|cpu model|uarch)[[:space:]]*:' /proc/cpuinfo && return
  has lscpu && limit 5 lscpu 2>/dev/null | grep -m 1 '^Model name:'
}
memory() { grep -E '^(MemTotal|SwapTotal):' /proc/meminfo; }
filesystems() { list_mounts; show_mounts; }
virtualisation() {
  if has systemd-detect-virt; then limit 5 systemd-detect-virt 2>/dev/null; return; fi
  if [ -e /.dockerenv ]; then echo docker; return; fi
  if [ -e /run/.containerenv ]; then echo podman; return; fi
  if tr '\\0' '\\n' 2>/dev/null </proc/1/environ | grep -q '^container=lxc'; then echo lxc; return; fi
  case $(cat /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/product_name 2>/dev/null || :) in
    *QEMU* | *KVM*) echo kvm ;;
    *VMware*) echo vmware ;;
    *VirtualBox*) echo oracle ;;
    *Xen*) echo xen ;;
    *'Amazon EC2'*) echo amazon ;;
    *'Virtual Machine'*) echo microsoft ;;
    *) if grep -q '^flags.* hypervisor' /proc/cpuinfo; then echo vm-other; else echo none; fi ;;
  esac
}
init_system() {
  if [ -d /run/systemd/system ]; then echo systemd
  elif [ -d /run/openrc ]; then echo openrc
  else cat /proc/1/comm; fi
}
temperatures() {
  for zone in /sys/class/thermal/thermal_zone*; do
    [ -r "$zone/temp" ] || continue
    printf '%s %s\\n' "$(cat "$zone/temp")" "$(cat "$zone/type")"
  done
}
`;

const docker = `
docker_program() { has docker && limit 5 docker --version 2>/dev/null; }
docker_engine() {
  has docker || return 0
  limit 10 docker version --format '{{.Server.Version}} {{.Server.APIVersion}}'
}
compose() {
  has docker || return 0
  limit 10 docker compose version --short 2>/dev/null && return
  has docker-compose && limit 10 docker-compose version --short 2>/dev/null
}
docker_service() {
  if [ -d /run/systemd/system ]; then
    limit 5 systemctl show docker.service -p LoadState -p ActiveState -p UnitFileState
  elif has rc-service; then
    limit 5 rc-service docker status
  fi
}
containers() {
  has docker && limit 10 docker ps --no-trunc --format '{{.ID}} {{.Names}} {{.Ports}}' 2>/dev/null | head -n 500
}
`;

const ports = `
listeners() {
  if has ss; then limit 10 ss -H -tulpn 2>/dev/null
  elif has netstat; then echo netstat; limit 10 netstat -tulpn 2>/dev/null; fi
}
# Which container a listening process lives in: with the host's network it listens without any published port.
listening_in() {
  listeners | grep -o -E 'pid=[0-9]+|[0-9]+/[^ ]+' | grep -o -E '[0-9]+' | sort -u | head -n 300 | while read -r pid; do
    [ -r "/proc/$pid/cgroup" ] || continue
    id=$(grep -o -E 'docker[-/][0-9a-f]{64}' "/proc/$pid/cgroup" | tail -n 1)
    [ -z "$id" ] || printf '%s %s\\n' "$pid" "\${id#docker?}"
  done
}
`;

// Only from what the server has cached: nothing here asks a repository.
const packages = `
package_manager() {
  for name in apt-get dnf yum zypper pacman apk; do
    if has "$name"; then echo "$name"; return; fi
  done
}
updates() {
  case $(package_manager) in
    apt-get) limit 20 apt-get -s -q -o Debug::NoLocking=true upgrade 2>/dev/null | grep '^Inst ' ;;
    dnf) limit 20 dnf -C -q check-update 2>/dev/null ;;
    yum) limit 20 yum -C -q check-update 2>/dev/null ;;
    zypper) limit 20 zypper --non-interactive --no-refresh -q list-updates 2>/dev/null ;;
    pacman) limit 20 pacman -Qu 2>/dev/null ;;
    apk) limit 20 apk --no-network version -l '<' 2>/dev/null ;;
  esac
}
security_updates() {
  case $(package_manager) in
    dnf) limit 20 dnf -C -q updateinfo list --security 2>/dev/null ;;
    yum) limit 20 yum -C -q updateinfo list security 2>/dev/null ;;
    zypper) limit 20 zypper --non-interactive --no-refresh -q list-patches --category security 2>/dev/null ;;
  esac
}
# When the package index was fetched, in seconds since 1970; nothing where there is none, so that no index is not "no update".
package_index() {
  case $(package_manager) in
    apt-get)
      set -- /var/lib/apt/lists/*_Packages*
      [ -e "$1" ] || return 0
      set -- /var/lib/apt/lists /var/lib/apt/lists/partial /var/lib/apt/periodic/update-success-stamp ;;
    dnf) set -- /var/cache/dnf/*/repodata/repomd.xml /var/cache/libdnf5/*/repodata/repomd.xml /var/lib/dnf/repos/*/countme ;;
    yum) set -- /var/cache/yum/*/*/*/repomd.xml ;;
    zypper) set -- /var/cache/zypp/raw/*/repodata/repomd.xml /var/cache/zypp/solv/*/solv /var/cache/zypp/solv/*/cookie ;;
    pacman) set -- /var/lib/pacman/sync/*.db ;;
    apk) set -- /var/cache/apk/APKINDEX.*.tar.gz /etc/apk/cache/APKINDEX.*.tar.gz ;;
    *) return 0 ;;
  esac
  stat -c %Y -- "$@" 2>/dev/null | sort -n | tail -n 1
}
kernel_replaced() {
  running=$(uname -r)
  [ -d /lib/modules ] && [ -n "$(ls /lib/modules)" ] && [ ! -d "/lib/modules/$running" ]
}
# The newest installed kernel of the running one's flavour (amd64, generic, rpi-v8 …) is another one.
kernel_waits() {
  running=$(uname -r)
  [ -e "/boot/vmlinuz-$running" ] || return 1
  newest=$(ls /boot/vmlinuz-*-"\${running##*-}" 2>/dev/null | sort -V 2>/dev/null | tail -n 1)
  [ -n "$newest" ] && [ "$newest" != "/boot/vmlinuz-$running" ]
}
rpm_kernel_waits() {
  for package in kernel-core kernel; do
    newest=$(limit 10 rpm -q --last "$package" 2>/dev/null | head -n 1 | cut -d ' ' -f 1)
    case $newest in "$package"-[0-9]*) [ "\${newest#"$package"-}" != "$(uname -r)" ]; return ;; esac
  done
  return 1
}
reboot() {
  if [ -e /run/reboot-required ] || [ -e /var/run/reboot-required ] || [ -e /run/reboot-needed ]; then
    echo required
    cat /run/reboot-required.pkgs 2>/dev/null
    return
  fi
  case $(package_manager) in
    apt-get) if kernel_waits; then echo required; echo "\${newest#/boot/vmlinuz-}"; fi ;;
    pacman | apk) if kernel_replaced; then echo required; fi ;;
    zypper) code=0; limit 10 zypper -q needs-rebooting >/dev/null 2>&1 || code=$?; [ "$code" -ne 102 ] || echo required ;;
    dnf | yum)
      if rpm_kernel_waits; then echo required; echo "$newest"
      elif has needs-restarting; then
        code=0
        limit 15 needs-restarting -r >/dev/null 2>&1 || code=$?
        [ "$code" -ne 1 ] || echo required
      fi ;;
  esac
}
`;

/**
 * Asks a target everything Tomo shows about it, in one round trip. POSIX sh (dash, bash, busybox); runs
 * as any account, as root it also sees who owns foreign ports and may ask the Docker engine. Each part prints its name
 * after `@` and its lines after `|`, so that no content can pass for a name. A part whose program is missing, fails or
 * hangs longer than its limit is empty: facts are what could be learned, never a failure of the whole. `$updates_too` = no
 * leaves out what is pending of packages, which costs a package manager seconds of a processor.
 */
export const factsScript = remoteScript(
  'server-facts',
  `${limits}${mountFunctions}${system}${docker}${ports}${packages}
echo '${FACTS_HEADER}'
part clock date +%s.%N
part synchronised synchronised
part os os
part kernel uname -srm
part hostname uname -n
part boot cat /proc/sys/kernel/random/boot_id /proc/uptime
part machine first_of /etc/machine-id /var/lib/dbus/machine-id
part account limit 5 id -un
part cpu cpu
part memory memory
part mounts filesystems
part virtualisation virtualisation
part init init_system
part packages package_manager
part docker-program docker_program
part docker-engine docker_engine
part docker-service docker_service
part compose compose
part containers containers
part listeners listeners
part listening-in listening_in
part reboot reboot
if [ "\${updates_too-yes}" = yes ]; then
  part package-index package_index
  part updates updates
  part security-updates security_updates
fi
part temperatures temperatures
echo '@end'
`,
);
