import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { type RemoteScript, remoteScript } from '@/lib/ssh/command';

/** Where a project lies on a server. */
export type ComposeProject = {
  /** Compose's project name. */
  name: string;
  /** Absolute folder with `compose.yaml` and `.env`. */
  folder: string;
  /** Absolute folder for registry sign-ins (`DOCKER_CONFIG`): never the one of a person. */
  dockerConfig: string;
};

/** A command as a value: give both to `run` as root. */
export type ComposeCommand = { script: RemoteScript; args: Record<string, string> };

// Nothing of the caller's environment reaches Compose: a stray variable would win over the project's own `.env`.
const compose = `compose() {
  env -i PATH="$PATH" HOME=/root DOCKER_CONFIG="$docker_config" docker compose --ansi never \\
    --project-name "$project" --project-directory "$folder" --file "$folder/compose.yaml" --env-file "$folder/.env" "$@"
}
`;

const configQuiet = remoteScript('compose-check', `${compose}compose config -q`);
const configJson = remoteScript('compose-config', `${compose}compose config --format json`);
const up = remoteScript(
  'compose-up',
  `${compose}compose up -d --wait --wait-timeout "$wait" --remove-orphans --pull never --no-build`,
);
const stop = remoteScript('compose-stop', `${compose}compose stop`);
const start = remoteScript('compose-start', `${compose}compose start`);
const down = remoteScript('compose-down', `${compose}compose down --remove-orphans`);
const ps = remoteScript('compose-ps', `${compose}compose ps --all --format json`);

/** Asks Compose whether it can read the project; what is wrong stands on stderr. */
export const composeCheck = (project: ComposeProject) => command(configQuiet, project);

/** Prints the project as Compose understands it, values included: for comparing, never for a log. */
export const composeConfig = (project: ComposeProject) => command(configJson, project);

/** Makes and starts everything and waits up to `waitSeconds` until it runs and is healthy. Images must be there. */
export const composeUp = (project: ComposeProject, waitSeconds: number) =>
  command(up, project, { wait: String(Math.ceil(waitSeconds)) });

export const composeStop = (project: ComposeProject) => command(stop, project);
export const composeStart = (project: ComposeProject) => command(start, project);

/** Removes containers and networks of the project; volumes stay. */
export const composeDown = (project: ComposeProject) => command(down, project);

/** Lists the containers of the project for `parseComposePs`. */
export const composePs = (project: ComposeProject) => command(ps, project);

function command(
  script: RemoteScript,
  project: ComposeProject,
  more: Record<string, string> = {},
): ComposeCommand {
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(project.name)) throw unfit('name');
  for (const folder of [project.folder, project.dockerConfig]) {
    if (!/^(\/[A-Za-z0-9_.-]+)+$/.test(folder) || folder.split('/').includes('..')) throw unfit('folder');
  }
  return {
    script,
    args: { project: project.name, folder: project.folder, docker_config: project.dockerConfig, ...more },
  };
}

function unfit(what: string): TomoError {
  return new TomoError('invalid', `The ${what} of the project cannot be used on a server.`, {
    hint: 'Use lower-case letters, digits, - and _ in names, and plain absolute folders.',
  });
}
