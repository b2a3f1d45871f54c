import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { instanceLabel } from '../labels';

/** Everything below touches only what bears the label of the app `$instance_id`, whatever its name or project is. */
const ours = `
filter=label=${instanceLabel}=$instance_id
containers=$(docker ps --all --quiet --no-trunc --filter "$filter")
`;

/** Stops the containers of an app and leaves them, so that their logs can be read. */
export const stopContainers = remoteScript(
  'stop-app-containers',
  `${ours}
if [ -n "$containers" ]; then docker stop -- $containers; fi
`,
);

/** Stops and removes containers and networks of an app; with `$volumes` = 1 also the unnamed volumes of its containers. */
export const removeContainers = remoteScript(
  'remove-app-containers',
  `${ours}
if [ -n "$containers" ]; then
  docker ps --all --format 'container {{.Names}} ({{.Image}})' --filter "$filter"
  docker stop -- $containers >/dev/null
  if [ "$volumes" = 1 ]; then docker rm --force --volumes -- $containers >/dev/null
  else docker rm --force -- $containers >/dev/null; fi
fi
networks=$(docker network ls --quiet --no-trunc --filter "$filter")
if [ -n "$networks" ]; then
  docker network ls --format 'network {{.Name}}' --filter "$filter"
  docker network rm -- $networks >/dev/null
fi
`,
);

/** Removes the named volumes of an app with everything in them. */
export const removeVolumes = remoteScript(
  'remove-app-volumes',
  `${ours}
volumes=$(docker volume ls --quiet --filter "$filter")
if [ -n "$volumes" ]; then
  echo "$volumes"
  docker volume rm -- $volumes >/dev/null
fi
`,
);

/** Kibibytes and name of each named volume of an app, `?` where counting takes longer than eight seconds; all in 30 s at most. */
export const volumeSizes = remoteScript(
  'app-volume-sizes',
  `
end=$(($(date +%s) + 22))
docker volume ls --quiet --filter "label=${instanceLabel}=$instance_id" | while IFS= read -r name; do
  size=
  if [ "$(date +%s)" -lt "$end" ]; then
    folder=$(docker volume inspect --format '{{.Mountpoint}}' -- "$name")
    size=$(timeout 8 du -sk -- "$folder" 2>/dev/null | cut -f 1) || :
  fi
  echo "\${size:-?} $name"
done
`,
);

/** What is left of an app: a line per container, network and volume that bears its label. */
export const leftObjects = remoteScript(
  'left-of-app',
  `${ours}
docker ps --all --format 'container {{.Names}}' --filter "$filter"
docker network ls --format 'network {{.Name}}' --filter "$filter"
docker volume ls --format 'volume {{.Name}}' --filter "$filter"
`,
);
