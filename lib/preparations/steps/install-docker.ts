import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { familyScript } from '../families/family-script';
import type { ChangingStep } from '../graph/step';
import type { Source } from './docker-repository';
import { askDocker } from './docker-state';

const dockerNames = familyScript('docker-names', 'docker_names "$source"\n');

/**
 * Installs the engine, its command line and Compose v2 from `$source`: `vendor` or `distribution`, under the names that this
 * release has for them. Where all of it is unpacked already, an interrupted installation is completed instead.
 */
const installDockerScript = familyScript(
  'install-docker',
  String.raw`
packages_begin
if command -v dockerd >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; then
  echo 'Completing the interrupted installation'
  pm_complete
  return 0
fi
names=$(docker_names "$source")
if [ -z "$names" ]; then
  echo 'This system has no packages of Docker of its own.'
  return 23
fi
echo "Installing: $names"
# containerd makes these when it starts.
for folder in /etc/cni /etc/cni/net.d; do
  if [ ! -e "$folder" ]; then note folder "$folder"; fi
done
pm_install $names
`,
);
const NO_PACKAGES = 23;

/** Installs the engine and Compose v2. */
export const installDocker: ChangingStep = {
  key: 'install_docker',
  needs: ['docker_repository'],
  what: 'Installing Docker',
  leaves: 'Docker may be partly installed. Retry completes it.',
  accepts: [NO_PACKAGES],
  async check(situation) {
    const { engine, compose, unfinished } = await askDocker(situation);
    const source = (situation.factsOf('docker_repository').source ?? 'distribution') as Source;
    const command = { script: installDockerScript, args: { source } };
    if (engine && compose && !unfinished)
      return { done: `Docker ${engine} and Compose ${compose} are installed`, plan: '', command };
    // A plan refreshes nothing: what the index of this moment does not know is missing in its list.
    const isIndexOld = source === 'distribution' && situation.factsOf('refresh_index').planned !== undefined;
    const [names = ''] = await situation.ask(dockerNames, { source });
    return {
      plan: unfinished
        ? `complete the interrupted installation of ${unfinished}`
        : names
          ? `install ${names.split(' ').join(', ')}${isIndexOld ? " and, from the refreshed package index, what it has of Docker's command line and of Compose" : ''}`
          : "fail: this system has no packages of Docker of its own, and the vendor's cannot be had",
      command,
    };
  },
  async verify(situation, { command }, { exitCode }) {
    const source = command.args.source as Source;
    if (exitCode === NO_PACKAGES)
      throw new TomoError('unavailable', 'This system has no packages of Docker of its own.', {
        hint: "Make the vendor's repository (or a mirror of it) reachable from the server, then retry.",
        reason: 'docker_missing',
      });
    const after = await askDocker(situation);
    if (!after.engine)
      throw new TomoError('unavailable', 'The packages were installed, but the Docker engine is not there.', {
        hint: 'The log shows what was installed.',
        reason: 'docker_missing',
      });
    if (!after.compose) throw composeMissing(source);
    return { summary: `Docker ${after.engine} and Compose ${after.compose} installed`, facts: { ...after } };
  },
};

function composeMissing(source: Source): TomoError {
  return new TomoError(
    'unavailable',
    'Docker is installed, but this release has no package with Docker Compose v2, which apps need.',
    {
      hint:
        source === 'distribution'
          ? "Make the vendor's repository (or a mirror of it) reachable from the server and prepare it again with Docker from the vendor."
          : 'Install the package docker-compose-plugin on the server, then retry.',
      reason: 'compose_missing',
    },
  );
}
