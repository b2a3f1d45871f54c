import 'server-only';

/**
 * Shell functions that keep, on the server, the list of what Tomo changed there: `/var/lib/tomo/changes`, one change per
 * line, `step kind value…` separated by tabs, written before the change. Undo reads it; nothing else is ever undone.
 *
 * `at_end COMMAND` runs it however the script ends. `note KIND VALUE…` keeps a change once. `packages_begin` and
 * `packages_end` note packages, groups and accounts that came between them; after a kill the next one closes the gap.
 * `put FILE` stores stdin as FILE by rename, keeping a dated copy of one that is there; links in the way are refused.
 */
export const changesShell = String.raw`
ends=
at_end() { ends="$1; $ends"; }
trap 'code=$?; trap - EXIT; eval "$ends"; exit "$code"' EXIT
trap 'exit 143' TERM INT HUP
changes=/var/lib/tomo/changes
tab=$(printf '\t')
note() {
  line=$step
  for value in "$@"; do line="$line$tab$value"; done
  if [ ! -e "$changes" ]; then (umask 077; : >>"$changes"); fi
  grep -qxF -e "$line" "$changes" && return 0
  printf '%s\n' "$line" >>"$changes"
}
# Of the system only: whoever adds a person while packages are installed must not lose the account to an undo.
names_of() { awk -F : '$3 < 1000 { print $1 }' "/etc/$1" | sort; }
packages_begin() {
  for open in "$changes".packages.*; do
    [ -e "$open" ] || continue
    (step=${'$'}{open##*.}; packages_end)
  done
  (umask 077; names_of group >"$changes.groups.$step"; names_of passwd >"$changes.accounts.$step")
  (umask 077; pm_list | sort >"$changes.new"; mv "$changes.new" "$changes.packages.$step")
  at_end packages_end
}
came() { "$2" $3 | sort | comm -13 "$changes.$1.$step" -; }
packages_end() {
  [ -e "$changes.packages.$step" ] || return 0
  for name in $(came packages pm_list ''); do note package "$name"; done
  for name in $(came groups names_of group); do note group "$name"; done
  for name in $(came accounts names_of passwd); do note account "$name"; done
  rm -f "$changes.packages.$step" "$changes.groups.$step" "$changes.accounts.$step"
}
sum_of() { sha256sum "$1" | cut -d ' ' -f 1; }
make_folder() {
  if [ -L "$1" ]; then echo "$1 is a link; remove it, then retry."; exit 1; fi
  if [ -d "$1" ]; then return 0; fi
  note folder "$1"
  (umask 022; mkdir "$1")
}
put() {
  target=$1
  if [ -L "$target" ]; then echo "$target is a link; remove it, then retry."; exit 1; fi
  new=$(mktemp "${'$'}{target%/*}/.tomo.XXXXXXXX")
  at_end "rm -f '$new'"
  if [ -e "$target" ]; then cp -p "$target" "$new"; else chmod 0644 "$new"; fi
  cat >"$new"
  if [ -e "$target" ]; then
    if cmp -s "$new" "$target"; then rm -f "$new"; return 0; fi
    copy="$target.tomo-$(date -u +%Y%m%dT%H%M%SZ)"
    cp -p "$target" "$copy"
    note changed "$target" "$copy" "$(sum_of "$new")"
    echo "Copy of the file as it was: $copy"
  else
    note file "$target" "$(sum_of "$new")"
  fi
  # Renamed before its bytes are on disk, a power cut would leave an empty file in its place.
  sync "$new" 2>/dev/null || sync
  mv "$new" "$target"
  echo "Wrote $target"
}
`;
