import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { familyScript } from '../families/family-script';
import type { Situation } from '../graph/situation';

/**
 * Prints `name version` for the engine and for Compose v2, as far as they are installed, `unfinished package` when an
 * interrupted installation left one of their packages unpacked but not set up, and what would fight with Docker.
 */
const dockerState = familyScript(
  'docker-state',
  String.raw`
if command -v dockerd >/dev/null 2>&1; then
  echo "engine $(dockerd --version 2>/dev/null | sed -n 's/^Docker version \([^, ]*\).*/\1/p')"
fi
if command -v docker >/dev/null 2>&1 && version=$(docker compose version --short 2>/dev/null); then echo "compose $version"; fi
unfinished=$(pm_unfinished) || true
if [ -n "$unfinished" ]; then echo "unfinished $unfinished"; fi
if command -v snap >/dev/null 2>&1 && snap list docker >/dev/null 2>&1; then echo 'snap docker'; fi
for name in $(docker_conflicts); do echo "conflict $name"; done
`,
);

export type InstalledDocker = {
  engine?: string;
  compose?: string;
  /** A package that an interrupted installation left unpacked but not set up. */
  unfinished?: string;
};

/** What of Docker is installed already; refuses installations that would fight with Tomo's. */
export async function askDocker(situation: Situation): Promise<InstalledDocker> {
  const found = new Map(
    (await situation.ask(dockerState)).map((line) => line.split(' ', 2) as [string, string]),
  );
  if (found.has('snap'))
    throw conflict(
      'Docker is installed as a snap, which keeps apps away from their folders.',
      'Remove it (snap remove docker), then retry.',
    );
  const rival = found.get('conflict');
  if (rival)
    throw conflict(
      `${rival} is installed and stands in for the docker command.`,
      `Remove it (${situation.family().packageManager} remove ${rival}), then retry.`,
    );
  return { engine: found.get('engine'), compose: found.get('compose'), unfinished: found.get('unfinished') };
}

function conflict(message: string, hint: string): TomoError {
  return new TomoError('conflict', message, { hint, reason: 'docker_conflict' });
}
