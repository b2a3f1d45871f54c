import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { instanceLabel } from '../labels';

/** Checks on the way to a file of an app: every folder below /opt/tomo is root's and no link, or is made. */
const ourFolders = `
ours() {
  if [ -L "$1" ]; then echo "$1 is a link: Tomo does not write through links." >&2; return 71; fi
  [ -d "$1" ] || mkdir -m "$2" -- "$1"
  if [ "$(stat -c %u -- "$1")" != 0 ]; then echo "$1 does not belong to root." >&2; return 71; fi
}
folder=/opt/tomo/apps/$instance
enter() {
  ours /opt/tomo 0700
  ours /opt/tomo/apps 0700
  ours "$folder" 0700
  rest=$1
  while [ "\${rest#*/}" != "$rest" ]; do
    folder=$folder/\${rest%%/*}
    rest=\${rest#*/}
    case $folder in
      "/opt/tomo/apps/$instance/secrets") ours "$folder" 0700 ;;
      *) ours "$folder" 0755 ;;
    esac
  done
}
`;

/**
 * Writes `$content` to `$path` below the folder of the app `$instance`, with `$mode`: into a new file beside it, synced, then
 * renamed over it. Exit code 71: a folder or the file is a link or not root's; 28: the disk has less than `$kib` free.
 */
export const writeAppFile = remoteScript(
  'write-app-file',
  `${ourFolders}
enter "$path"
target=$folder/$rest
if [ -L "$target" ] || { [ -e "$target" ] && [ ! -f "$target" ]; }; then
  echo "$target is no plain file: Tomo does not write through links." >&2
  return 71
fi
free=$(df -Pk -- "$folder" | awk 'NR == 2 { print $4 }')
if [ "$free" -lt "$kib" ]; then echo "No space left on device: $free KiB free at $folder." >&2; return 28; fi
new=$(mktemp "$folder/.tomo.XXXXXXXX")
trap 'rm -f -- "$new"' EXIT
printf '%s' "$content" >"$new"
chmod "$mode" -- "$new"
sync "$new" 2>/dev/null || sync
mv -fT -- "$new" "$target"
trap - EXIT
sync "$folder" 2>/dev/null || :
`,
);

/** Makes the folder `$path` of the app, unless it is there, and gives a new one to `$owner` (`uid:gid`, or nothing). */
export const makeAppFolder = remoteScript(
  'make-app-folder',
  `${ourFolders}
enter "$path"
target=$folder/$rest
if [ -L "$target" ]; then echo "$target is a link: Tomo does not write through links." >&2; return 71; fi
if [ ! -d "$target" ]; then
  # Complete before it bears its name: a folder of root that a crash left behind would never be given away.
  new=$(mktemp -d "$folder/.tomo.XXXXXXXX")
  trap 'rmdir -- "$new" 2>/dev/null || :' EXIT
  chmod 0755 -- "$new"
  if [ -n "$owner" ]; then chown -- "$owner" "$new"; fi
  mv -T -- "$new" "$target"
  trap - EXIT
fi
`,
);

/**
 * Removes the folder of the app `$instance`, unless `tomo.json` in it names another one than `$instance_id`. With `$keep` = 1
 * and data that is kept, what that data needs stays: `.env`, `tomo.json`, `secrets` and `data`.
 */
export const removeAppFolder = remoteScript(
  'remove-app-folder',
  `
folder=/opt/tomo/apps/$instance
for part in /opt/tomo /opt/tomo/apps "$folder"; do
  if [ -L "$part" ]; then echo "$part is a link: Tomo does not remove through links." >&2; return 71; fi
done
if [ ! -d "$folder" ]; then echo 'nothing there'; return 0; fi
if [ -f "$folder/tomo.json" ] && ! grep -qF "\\"$instance_id\\"" "$folder/tomo.json"; then
  echo "left $folder: it belongs to another app"
  return 0
fi
data=$(docker volume ls --quiet --filter "label=${instanceLabel}=$instance_id")
if [ "$keep" = 1 ] && { [ -n "$data" ] || [ -d "$folder/data" ]; }; then
  rm -rf -- "$folder/compose.yaml" "$folder/files"
  echo "kept $folder"
else
  rm -rf -- "$folder"
  echo "removed $folder"
fi
`,
);
