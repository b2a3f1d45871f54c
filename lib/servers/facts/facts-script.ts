import 'server-only';
import { mountFunctions } from '@/lib/metrics/mounts';
import { remoteScript } from '@/lib/ssh/command';

/** First line of the answer: parser and script belong together. */
export const FACTS_HEADER = '@tomo-facts 1';

/**
 * Asks a target everything Tomo shows about it, in one round trip. POSIX sh (dash, bash, busybox); runs
 * as any account, as root it also sees who owns foreign ports and may ask the Docker engine. Each part prints its name
 * after `@` and its lines after `|`, so that no content can pass for a name. A part whose program is missing, fails or
 * hangs longer than its limit is empty: facts are what could be learned, never a failure of the whole.
 */
export const factsScript = remoteScript(
  'server-facts',
  `${mountFunctions}
has() { command -v "$1" >/dev/null 2>&1; }
limit() {
  if has timeout; then timeout "$@"; else shift; "$@"; fi
}
part() {
  printf '@%s\\n' "$1"
  shift
  { "$@" </dev/null 2>&1 || :; } | head -c 49152 | sed 's/^/|/'
}
first_of() {
  for file in "$@"; do
    if [ -r "$file" ]; then cat "$file"; return; fi
  done
}
synchronised() { has timedatectl && limit 5 timedatectl show -p NTPSynchronized --value 2>/dev/null; }
cpu() {
  getconf _NPROCESSORS_ONLN 2>/dev/null || grep -c '^processor' /proc/cpuinfo
  grep -m 1 -E '^(model name|Model|Hardware|cpu model|uarch)[[:space:]]*:' /proc/cpuinfo
}
memory() { grep -E '^(MemTotal|SwapTotal):' /proc/meminfo; }
filesystems() { list_mounts; show_mounts; }
virtualisation() {
  if has systemd-detect-virt; then limit 5 systemd-detect-virt 2>/dev/null; return; fi
  if [ -e /.dockerenv ]; then echo docker; return; fi
  if [ -e /run/.containerenv ]; then echo podman; return; fi
  if grep -q '^flags.* hypervisor' /proc/cpuinfo; then echo vm-other; else echo none; fi
}
init_system() {
  if [ -d /run/systemd/system ]; then echo systemd
  elif [ -d /run/openrc ]; then echo openrc
  else cat /proc/1/comm; fi
}
package_manager() {
  for name in apt-get dnf yum zypper pacman apk; do
    if has "$name"; then echo "$name"; return; fi
  done
}
docker_program() { has docker && docker --version 2>/dev/null; }
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
listeners() {
  if has ss; then limit 10 ss -H -tulpn 2>/dev/null
  elif has netstat; then echo netstat; limit 10 netstat -tulpn 2>/dev/null; fi
}
reboot() {
  if [ -e /run/reboot-required ] || [ -e /var/run/reboot-required ]; then
    echo required
    cat /run/reboot-required.pkgs 2>/dev/null
  elif [ -d /lib/modules ] && [ -n "$(ls /lib/modules)" ] && [ ! -d "/lib/modules/$(uname -r)" ] && has pacman; then
    echo required
  elif has needs-restarting; then
    limit 20 needs-restarting -r >/dev/null 2>&1 || [ "$?" -ne 1 ] || echo required
  fi
}
updates() {
  if has apt-get; then
    list=$(limit 30 apt-get -s -q -o Debug::NoLocking=true upgrade 2>/dev/null | grep '^Inst ')
    printf '%s\\n' "$list" | grep -c '^Inst '
    printf '%s\\n' "$list" | grep -c '^Inst .*[Ss]ecurity'
  elif has pacman; then
    limit 20 pacman -Qu 2>/dev/null | wc -l
  elif has apk; then
    limit 20 apk version -l '<' 2>/dev/null | grep -c '<'
  fi
}
temperatures() {
  for zone in /sys/class/thermal/thermal_zone*; do
    [ -r "$zone/temp" ] || continue
    printf '%s %s\\n' "$(cat "$zone/temp")" "$(cat "$zone/type")"
  done
}
echo '${FACTS_HEADER}'
part clock date +%s.%N
part synchronised synchronised
part os first_of /etc/os-release /usr/lib/os-release
part kernel uname -srm
part hostname uname -n
part boot cat /proc/sys/kernel/random/boot_id /proc/uptime
part machine first_of /etc/machine-id /var/lib/dbus/machine-id
part account id -un
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
part listeners listeners
part reboot reboot
part updates updates
part temperatures temperatures
echo '@end'
`,
);
