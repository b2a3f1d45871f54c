import 'server-only';

/**
 * Shell functions for apt-get, put in front of the bodies that need it. `apt` shows output as it comes; while another
 * process holds the package manager it says by whom and waits, at most five minutes; an installation that was interrupted
 * (cancelled, or by a power cut) is completed first, as dpkg demands. `candidate` prints the version of a package that
 * could be installed.
 */
export const aptFunctions = String.raw`
# Maintainer scripts and apt's own downloader need files that others may read.
umask 022
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
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
installed() { dpkg -s "$1" 2>/dev/null | grep -q '^Status: .* installed$'; }
`;
