import 'server-only';
import { keyFunction } from './vendor-key';

/** What every system with RPM has alike: what is installed, what needs it, and a repository of the vendor. */
export const rpmShell = String.raw`
umask 022
export LC_ALL=C
pm_installed() { rpm -q --quiet -- "$1"; }
pm_list() { rpm -qa --qf '%{NAME}\n' | sort -u; }
pm_unfinished() { :; }
pm_complete() { :; }
pm_needed() {
  for name in "$@"; do
    for other in $(rpm -e --test -- "$name" 2>&1 | sed -n 's/.* is needed by (installed) //p'); do
      other=$(rpm -q --qf '%{NAME}' -- "$other" 2>/dev/null) || continue
      case " $* " in *" $other "*) ;; *) echo "$name"; break ;; esac
    done
  done
}
docker_conflicts() { if pm_installed podman-docker; then echo podman-docker; fi; }
`;

/** dnf (or dnf5, or yum): packages, and the vendor's repository in a file of its own. */
export const dnfShell = String.raw`
dnf_quiet() {
  program=dnf
  command -v dnf >/dev/null 2>&1 || program=yum
  "$program" -y --setopt=install_weak_deps=False --setopt=timeout=20 --setopt=retries=2 "$@"
}
pm_fresh() {
  if [ -n "$(find /var/cache/dnf /var/cache/libdnf5 /var/cache/yum -name repomd.xml -mmin -60 2>/dev/null | head -n 1)" ]; then echo fresh; fi
}
pm_refresh() { dnf_quiet makecache; }
pm_install() { dnf_quiet install -- "$@"; }
pm_remove() { dnf_quiet --setopt=clean_requirements_on_remove=False remove -- "$@"; }
${keyFunction}
vendor_file=/etc/yum.repos.d/tomo-docker.repo
vendor_key=/etc/pki/rpm-gpg/RPM-GPG-KEY-tomo-docker
vendor_present() {
  grep -qxF "baseurl=$url/$suite/\$basearch/stable" "$vendor_file" 2>/dev/null &&
    [ "$(keys_in "$vendor_key")" = "$fingerprint" ]
}
vendor_write() {
  fetch_key
  put "$vendor_key" <"$key"
  printf '[tomo-docker]\nname=Docker\nbaseurl=%s/%s/$basearch/stable\nenabled=1\ngpgcheck=1\ngpgkey=file://%s\n%s' \
    "$url" "$suite" "$vendor_key" "$1" | put "$vendor_file"
}
vendor_try() {
  code=0
  said=$(dnf_quiet --disablerepo='*' --enablerepo=tomo-docker makecache 2>&1) || code=$?
  printf '%s\n' "$said"
  [ "$code" -ne 0 ] || return 0
  rm -f "$vendor_file" "$vendor_key"
  case $said in
    *'404'*) echo 'The repository has no packages for this system.'; exit 22 ;;
    *'resolve host'* | *'onnection'* | *'imeout'* | *'annot download'*) echo 'The repository cannot be reached from this server.'; exit 20 ;;
  esac
  exit "$code"
}
vendor_add() { vendor_write ''; vendor_try; }
`;

/** Unattended security upgrades by dnf-automatic, whose timer and settings file differ between dnf 4 and dnf 5. */
export const dnfUpgradesShell = String.raw`
if command -v dnf5 >/dev/null 2>&1; then automatic=dnf5-plugin-automatic timer=dnf5-automatic.timer
else automatic=dnf-automatic timer=dnf-automatic.timer; fi
upgrades_state() {
  if pm_installed "$automatic" && systemctl is-enabled --quiet "$timer" 2>/dev/null &&
    grep -q '^apply_updates *= *yes' /etc/dnf/automatic.conf 2>/dev/null; then echo on; fi
}
upgrades_on() {
  packages_begin
  pm_install "$automatic"
  packages_end
  if [ -e /etc/dnf/automatic.conf ]; then
    sed -e 's/^upgrade_type *=.*/upgrade_type = security/' -e 's/^apply_updates *=.*/apply_updates = yes/' \
      /etc/dnf/automatic.conf | put /etc/dnf/automatic.conf
  else
    printf '[commands]\nupgrade_type = security\napply_updates = yes\n' | put /etc/dnf/automatic.conf
  fi
  note unit "$timer"
  systemctl enable --now "$timer"
}
`;
