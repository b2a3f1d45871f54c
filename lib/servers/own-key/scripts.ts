import 'server-only';
import { remoteScript } from '@/lib/ssh/command';

// sshd sets HOME from the account's entry, whatever the login shell is. `ls -ldn` tells owners on every system, `stat` does not.
const find = `
refuse() { echo "refused $1"; }
owner() { set -- $(ls -ldn -- "$1"); echo "$3"; }
loose() { case $(ls -ldL -- "$1") in ?????w*|????????w*) echo "loose $1";; esac; }
if [ -z "\${HOME:-}" ] || [ ! -d "$HOME" ]; then refuse no_home; return 3; fi
folder=$HOME/.ssh
file=$folder/authorized_keys
me=$(id -u)
if [ -L "$folder" ]; then refuse folder_link; return 3; fi
if [ -e "$folder" ]; then
  if [ ! -d "$folder" ]; then refuse folder_odd; return 3; fi
  if [ "$(owner "$folder")" != "$me" ]; then refuse folder_foreign; return 3; fi
fi
if [ -L "$file" ]; then refuse file_link; return 3; fi
if [ -e "$file" ]; then
  if [ ! -f "$file" ]; then refuse file_odd; return 3; fi
  if [ "$(owner "$file")" != "$me" ]; then refuse file_foreign; return 3; fi
  if [ ! -r "$file" ]; then refuse file_unreadable; return 3; fi
fi
# Whether a line is one of the key: a type and then its base64, after whatever options; never a comment.
ours='function ours(i) {
  if ($0 ~ /^[ \\t]*#/) return 0
  for (i = 2; i <= NF; i++) if ($i == ENVIRON["blob"] && $(i - 1) ~ /^(ssh|ecdsa|sk)-/) return 1
  return 0
}'
export blob
count() { awk "$ours"' ours() { n++ } END { print n + 0 }' "$file"; }
`;

/**
 * Adds `line` (with its base64 part in `blob`) to the account's authorized_keys, unless a line has it. Only ever appends,
 * makes what is missing with modes 700 and 600, and follows no link. Prints `appended`, `present`, or `refused WORD` with
 * exit code 3; `loose PATH` names what others may write, which sshd does not accept.
 */
export const appendKey = remoteScript(
  'append-authorized-key',
  `${find}
made=
if [ ! -e "$folder" ]; then
  if ! mkdir -m 700 -- "$folder"; then refuse folder_not_made; return 3; fi
  made=$folder
fi
if [ -e "$file" ] && [ "$(count)" != 0 ]; then
  echo present
else
  [ -n "$made" ] || [ -e "$file" ] || made=$file
  gap=
  if [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ]; then gap='
'; fi
  if ! printf '%s%s\\n' "$gap" "$line" >>"$file"; then refuse not_written; return 3; fi
  if [ "$(count)" != 1 ]; then refuse not_written; return 3; fi
  if [ -n "$made" ] && command -v restorecon >/dev/null 2>&1; then restorecon -R "$made" || :; fi
  echo appended
fi
loose "$HOME"; loose "$folder"; loose "$file"
`,
);

/**
 * Takes exactly the lines that hold the key \`blob\` out of the account's authorized_keys: comments and all other lines stay
 * as they are. The new file takes the old one's place in one step, with its owner, mode and context. Prints
 * \`removed COUNT\`, or \`refused WORD\` with exit code 3.
 */
export const removeKey = remoteScript(
  'remove-authorized-key',
  `${find}
if [ ! -e "$file" ]; then echo 'removed 0'; return 0; fi
held=$(count)
if [ "$held" = 0 ]; then echo 'removed 0'; return 0; fi
if ! new=$(mktemp "$folder/.authorized_keys.XXXXXX"); then refuse not_written; return 3; fi
if ! cp -a -- "$file" "$new" || ! awk "$ours"' !ours()' "$file" >"$new" || ! mv -f -- "$new" "$file"; then
  rm -f -- "$new"; refuse not_written; return 3
fi
echo "removed $held"
`,
);
