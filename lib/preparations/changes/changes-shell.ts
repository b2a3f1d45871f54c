import 'server-only';

/**
 * Shell functions that keep, on the server, the list of what Tomo changed there: `/var/lib/tomo/changes`, one change per
 * line, `step kind value…` separated by tabs, written before the change. Undo reads it; nothing else is ever undone.
 *
 * `at_end COMMAND` runs it however the script ends. `note KIND VALUE…` keeps a change once. `packages_begin` and
 * `packages_end` note packages, groups and accounts that came between them; after a kill the next one closes the gap.
 * `put FILE` stores stdin as FILE by rename, keeping a dated copy of one that is there; a link on the way to it, or a folder
 * that is not root's, is refused. On a full disk both leave everything as it was.
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
  if [ -e "$changes" ] && grep -qxF -e "$line" "$changes"; then return 0; fi
  # By rename: a disk that fills up here must not leave half a line, which no undo would read.
  rm -f "$changes.next"
  (umask 077; if [ -e "$changes" ]; then cp "$changes" "$changes.next"; fi && printf '%s\n' "$line" >>"$changes.next") ||
    { rm -f "$changes.next"; return 1; }
  sync_file "$changes.next"
  mv "$changes.next" "$changes"
}
# Renamed before its bytes are on disk, a power cut would leave an empty file in its place.
sync_file() { sync "$1" 2>/dev/null || sync; }
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
on_our_way() {
  part=${'$'}{1%/*}
  while [ -n "$part" ]; do
    if [ -L "$part" ] || [ "$(stat -c %u "$part")" != 0 ]; then
      echo "$part is a link or does not belong to root: Tomo does not write through it."
      return 1
    fi
    part=${'$'}{part%/*}
  done
}
put() {
  target=$1
  if [ -L "$target" ]; then echo "$target is a link; remove it, then retry."; return 1; fi
  on_our_way "$target" || return 1
  new=$(mktemp "${'$'}{target%/*}/.tomo.XXXXXXXX") || return 1
  at_end "rm -f '$new'"
  # Often the end of a pipe, whose shell runs no trap of this one.
  put_new || { rm -f "$new"; return 1; }
}
put_new() {
  if [ -e "$target" ]; then cp -p "$target" "$new" || return 1; else chmod 0644 "$new" || return 1; fi
  cat >"$new" || return 1
  if [ ! -e "$target" ]; then
    note file "$target" "$(sum_of "$new")" || return 1
  elif cmp -s "$new" "$target"; then
    rm -f "$new"
    return 0
  else
    copy="$target.tomo-$(date -u +%Y%m%dT%H%M%SZ)"
    cp -p "$target" "$copy" || { rm -f "$copy"; return 1; }
    note changed "$target" "$copy" "$(sum_of "$new")" || { rm -f "$copy"; return 1; }
    echo "Copy of the file as it was: $copy"
  fi
  sync_file "$new"
  mv "$new" "$target" || return 1
  echo "Wrote $target"
}
`;
