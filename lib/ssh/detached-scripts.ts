import 'server-only';
import { remoteScript } from './command';

/*
 * A step's folder (0700, files 0600): `script` what runs, `runner` what watches it, `started` made exactly once, `pid`
 * (pid, start time, unit or session), `log` its output, `exit` its exit code, and `alive`, which runner and script keep
 * locked while they live: the kernel frees the lock whatever happens, so nobody has to trust a process id.
 */

// Common beginning: where the step lives and how it does. Prints `state exit-code log-bytes`. A power cut can leave a file
// empty that was just written: an exit without a code tells no end.
const about = `folder="/var/lib/tomo/jobs/$job/$step"
secrets="/run/tomo/$job/$step"
is_running() {
  [ -e "$folder/alive" ] || return 1
  flock -n -s "$folder/alive" true && return 1
  return 0
}
report() {
  if [ ! -d "$folder" ]; then echo 'absent - 0'; return 0; fi
  state=gone code=-
  if is_running; then state=running
  elif [ -s "$folder/exit" ]; then state=exited; read -r code <"$folder/exit"
  fi
  size=$(wc -c <"$folder/log")
  echo "$state $code" $size
}
`;

/** How much a step may print, in bytes. */
export const STEP_LOG_LIMIT = 256 * 1024 * 1024;

/**
 * What watches a step. `$1` is its folder, `$2` says who started it. Stored beside the script on the server. A step that
 * prints beyond the limit is ended here, because Tomo may read slower than it writes, or not be there, and the disk of the
 * server would fill.
 */
export const runnerText = `set -u
umask 077
folder=$1
exec 8>>"$folder/alive"
flock -w 10 8 || exit 75
set -C
: >"$folder/started" || exit 0
set +C
stopped=
# Before anybody can know of this process: a step that is stopped at once has an end, too.
trap 'stopped=1' TERM INT HUP
stat=$(cat "/proc/$$/stat")
set -- "$2" \${stat##*) }
printf '%s %s %s\\n' "$$" "\${21}" "$1" >"$folder/pid.new"
mv "$folder/pid.new" "$folder/pid"
if [ -n "$stopped" ]; then
  trap '' TERM INT HUP
  printf '143\\n' >"$folder/exit.new"
  mv "$folder/exit.new" "$folder/exit"
  exit 0
fi
/bin/sh "$folder/script" </dev/null >>"$folder/log" 2>&1 &
child=$!
(
  exec 8>&-
  while sleep 0.5; do [ "$(wc -c <"$folder/log")" -le ${STEP_LOG_LIMIT} ] || break; done
  trap '' TERM
  kill -s TERM -- "-$$"
  sleep 3
  printf '153\\n' >"$folder/exit.new"
  mv "$folder/exit.new" "$folder/exit"
  kill -s KILL -- "-$$"
) >/dev/null 2>&1 &
watch=$!
while :; do
  code=0
  wait "$child" || code=$?
  kill -0 "$child" 2>/dev/null || break
done
# A stop reaches the processes of a unit one after the other, also the one that gives the exit file its name.
trap '' TERM INT HUP
kill -s KILL "$watch" 2>/dev/null || :
printf '%s\\n' "$code" >"$folder/exit.new"
mv "$folder/exit.new" "$folder/exit"
`;

/** Starts a step unless it was started before; prints `started` or `attached` when its runner is there. */
export const startScript = remoteScript(
  'start-step',
  `${about}write() {
  printf '%s' "$2" >"$1" && return 0
  # The shell's own printf says no more than that it failed.
  rm -f -- "$1"
  free=$(df -Pk -- "$folder" | awk 'NR == 2 { print $4 }')
  if [ "$free" -lt 64 ]; then echo "No space left on device: $free KiB free at /var/lib/tomo." >&2; fi
  return 74
}
command -v flock >/dev/null || { echo 'flock is missing' >&2; return 69; }
for path in /var/lib/tomo /var/lib/tomo/jobs "/var/lib/tomo/jobs/$job"; do
  [ -d "$path" ] || mkdir "$path" 2>/dev/null || [ -d "$path" ]
  if [ -L "$path" ] || [ ! -O "$path" ]; then echo "$path is not a folder of root" >&2; return 77; fi
done
exec 7>>"/var/lib/tomo/jobs/$job/.start"
flock 7
answer=started
if [ -e "$folder/started" ]; then answer=attached; fi
if [ ! -d "$folder" ]; then
  new=$(mktemp -d "/var/lib/tomo/jobs/$job/.new.XXXXXXXX")
  : >"$new/log"
  : >"$new/alive"
  mv "$new" "$folder"
fi
# Also where the folder was there: one that a power cut left behind may hold a script of no bytes, which would succeed.
if [ "$answer" = started ]; then
  write "$folder/script.new" "$script"
  write "$folder/runner.new" "$runner"
  mv -f "$folder/script.new" "$folder/script"
  mv -f "$folder/runner.new" "$folder/runner"
fi
if [ "$answer" = started ]; then
  if [ -n "$secret_text" ]; then
    for path in /run/tomo "/run/tomo/$job"; do
      [ -d "$path" ] || mkdir "$path"
      if [ -L "$path" ] || [ ! -O "$path" ]; then echo "$path is not a folder of root" >&2; return 77; fi
    done
    printf '%s' "$secret_text" >"$secrets"
  fi
  if ! { [ -d /run/systemd/system ] && command -v systemd-run >/dev/null &&
    systemd-run --quiet --collect --unit="tomo-$job-$step" --property=KillMode=control-group \\
      /bin/sh "$folder/runner" "$folder" unit </dev/null >/dev/null 2>&1 7>&-; }; then
    setsid /bin/sh "$folder/runner" "$folder" session </dev/null >/dev/null 2>&1 7>&- &
  fi
  tries=0
  until [ -e "$folder/pid" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { rm -f -- "$secrets"; echo 'the step did not start within 10 s' >&2; return 75; }
    sleep 0.1
  done
fi
echo "$answer"`,
);

/** Says how a step does. */
export const inspectScript = remoteScript('inspect-step', `${about}report`);

/**
 * Sends the log from byte `from` until the step has ended, then reports on stderr. `tail` waits for the process that waits
 * for the step's lock, looks once more, and ends: nothing is polled over the wire and nothing written is missed.
 */
export const followScript = remoteScript(
  'follow-step',
  `${about}if [ ! -d "$folder" ]; then report >&2; return 0; fi
flock -s "$folder/alive" true &
tail -c "+$((from + 1))" -s 0.1 --pid="$!" -f -- "$folder/log"
report >&2`,
);

/**
 * Ends a running step: TERM, `grace` seconds, KILL; waits until none of its processes is left, and reports. A step that
 * does not run is left alone, because its process id may belong to somebody else by now.
 */
export const stopScript = remoteScript(
  'stop-step',
  `${about}rm -f -- "$secrets"
if ! is_running; then report; return 0; fi
read -r pid since owner <"$folder/pid"
unit="tomo-$job-$step.service"
send() {
  if [ "$owner" = unit ]; then systemctl kill -s "$1" "$unit" 2>/dev/null || :
  else kill -s "$1" -- "-$pid" 2>/dev/null || :
  fi
}
is_left() {
  is_running && return 0
  if [ "$owner" = unit ]; then
    case $(systemctl is-active "$unit" 2>/dev/null) in active | activating | deactivating) return 0 ;; esac
    return 1
  fi
  for file in /proc/[0-9]*/stat; do
    read -r line 2>/dev/null <"$file" || continue
    set -- \${line##*) }
    [ "$3" = "$pid" ] && [ "$1" != Z ] && return 0
  done
  return 1
}
for signal in TERM KILL; do
  send "$signal"
  tries=0
  while is_left && [ "$tries" -lt "$((grace * 10))" ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
  is_left || break
done
report`,
);

/** Prints the last `bytes` of a step's log. */
export const endOfLogScript = remoteScript('end-of-step', `${about}tail -c "$bytes" -- "$folder/log"`);

/** Removes what an ended step left behind. */
export const cleanScript = remoteScript(
  'clean-step',
  `${about}rm -f -- "$secrets"
rmdir "/run/tomo/$job" 2>/dev/null || :
if is_running; then report; return 0; fi
rm -rf -- "$folder"
rm -f -- "/var/lib/tomo/jobs/$job/.start"
rmdir "/var/lib/tomo/jobs/$job" 2>/dev/null || :
report`,
);
