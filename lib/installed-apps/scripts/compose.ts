import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { instanceLabel } from '../labels';

/** Compose for the project of `$instance`, with nothing of the caller's environment: a stray variable would win over `.env`. */
const compose = `
compose() {
  cd -- "/opt/tomo/apps/$instance"
  env -i PATH="$PATH" HOME=/root docker compose --ansi never --project-name "$instance" \\
    --file compose.yaml --env-file .env "$@"
}
`;

/** Prints the project as Compose understood it, as JSON, values included: for comparing, never for a log. */
export const composeConfig = remoteScript('compose-config', `${compose}compose config --format json\n`);

/** Makes networks and volumes, starts every container and waits up to `$wait` seconds until they run and are healthy. */
export const composeUp = remoteScript(
  'compose-up',
  `${compose}compose up --detach --wait --wait-timeout "$wait" --pull never --no-build\n`,
);

/** Starts one service without those it depends on, and waits up to `$wait` seconds until it runs and is healthy. */
export const composeUpService = remoteScript(
  'compose-up-service',
  `${compose}compose up --detach --wait --wait-timeout "$wait" --pull never --no-build --no-deps -- "$service"\n`,
);

/** Stops the containers of one service of the app `$instance_id`, within its own grace period. */
export const stopService = remoteScript(
  'stop-service',
  `
running=$(docker ps --quiet --no-trunc --filter "label=${instanceLabel}=$instance_id" --filter "label=com.docker.compose.service=$service")
if [ -n "$running" ]; then docker stop -- $running; else echo 'It did not run.'; fi
`,
);

/**
 * Stops every container of the app `$instance_id`, each within its own grace period, those that others depend on last; then
 * whatever of it still runs, for a project whose file is gone.
 */
export const composeStop = remoteScript(
  'compose-stop',
  `${compose}
if [ -f "/opt/tomo/apps/$instance/compose.yaml" ]; then (compose stop) || :; fi
running=$(docker ps --quiet --no-trunc --filter "label=${instanceLabel}=$instance_id")
if [ -n "$running" ]; then docker stop -- $running; fi
`,
);
