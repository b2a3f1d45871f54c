import 'server-only';
import { remoteScript } from '@/lib/ssh/command';

/** Prints `active` and `enabled`, each as far as it is true of the Docker service. */
export const serviceState = remoteScript(
  'docker-service-state',
  String.raw`
if systemctl is-active --quiet docker.service; then echo active; fi
if systemctl is-enabled --quiet docker.service; then echo enabled; fi
`,
);

/** Starts the Docker service now and at every boot; on failure shows the last lines of its journal. */
export const startService = remoteScript(
  'start-docker-service',
  String.raw`
systemctl enable docker.service
if ! systemctl start docker.service; then
  echo 'The engine did not start. The last lines of its journal:'
  journalctl -u docker.service -n 40 --no-pager -o cat
  exit 1
fi
systemctl is-active docker.service
`,
);

/** Prints `member` when `$account` belongs to the group docker. */
export const groupState = remoteScript(
  'docker-group-state',
  String.raw`
if id -nG -- "$account" | tr ' ' '\n' | grep -qx docker; then echo member; fi
`,
);

/** Adds `$account` to the group docker; it may then use the engine, which is as much as being root. */
export const joinGroup = remoteScript(
  'join-docker-group',
  String.raw`
getent group docker >/dev/null || groupadd --system docker
usermod -a -G docker -- "$account"
id -nG -- "$account"
`,
);

/** Prints `ready` when Tomo's folders exist with the right owner and mode. */
export const folderState = remoteScript(
  'tomo-folder-state',
  String.raw`
for folder in /opt/tomo /opt/tomo/apps /var/lib/tomo; do
  if [ -L "$folder" ] || [ "$(stat -c '%U %a' "$folder" 2>/dev/null)" != 'root 700' ]; then return 0; fi
done
echo ready
`,
);

/** Makes Tomo's folders, for root alone. A link in their place is refused: it would redirect what root writes. */
export const makeFolders = remoteScript(
  'make-tomo-folders',
  String.raw`
for folder in /opt/tomo /opt/tomo/apps /var/lib/tomo; do
  if [ -L "$folder" ]; then echo "$folder is a link; remove it, then retry."; exit 1; fi
  install -d -m 0700 -o root -g root "$folder"
  echo "$folder"
done
`,
);

/** Prints what a preparation needs to know: free KiB of /var, architecture, systemd and apt as far as they are there. */
export const resourceState = remoteScript(
  'resource-state',
  String.raw`
echo "free $(df -Pk /var | awk 'NR == 2 { print $4 }')"
echo "architecture $(dpkg --print-architecture 2>/dev/null || uname -m)"
if [ -d /run/systemd/system ]; then echo 'init systemd'; fi
if command -v apt-get >/dev/null 2>&1; then echo 'packages apt'; fi
`,
);
