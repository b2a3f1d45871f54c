import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { instanceLabel } from '../labels';

/**
 * What stands where an app wants to be: `free KIB` on the disk of Docker, `link` or `folder`, the lines of its `tomo.json`,
 * and `volume NAME INSTANCE` and `network NAME INSTANCE` for everything of Docker; INSTANCE is empty for what is not Tomo's.
 */
export const placeState = remoteScript(
  'app-place-state',
  `
root=$(docker info --format '{{.DockerRootDir}}')
echo "free $(df -Pk -- "$root" | awk 'NR == 2 { print $4 }')"
folder=/opt/tomo/apps/$instance
if [ -L "$folder" ]; then echo link
elif [ -d "$folder" ]; then
  echo folder
  if [ -f "$folder/tomo.json" ]; then head -c 65536 -- "$folder/tomo.json" | sed 's/^/json /'; fi
fi
docker volume ls --format 'volume {{.Name}} {{.Label "${instanceLabel}"}}'
docker network ls --format 'network {{.Name}} {{.Label "${instanceLabel}"}}'
`,
);
