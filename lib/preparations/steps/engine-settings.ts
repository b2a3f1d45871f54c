import 'server-only';
import { createHash } from 'node:crypto';
import { TomoError } from '@/lib/runtime/errors';
import { familyScript } from '../families/family-script';
import type { Situation } from '../graph/situation';
import type { ChangingStep } from '../graph/step';
import { mergeEngineSettings } from './engine-settings-merge';

/**
 * Prints what the engine is told in its file and how it stands: `running N` containers, `swarm`, `waits` when the file is
 * newer than the engine, and `file` with the file in base64.
 */
const engineSettingsState = familyScript(
  'engine-settings-state',
  String.raw`
file=/etc/docker/daemon.json
if [ -L /etc/docker ] || [ -L "$file" ]; then echo link; fi
if command -v docker >/dev/null 2>&1 && ids=$(docker ps -q 2>/dev/null); then
  echo "running $(printf '%s' "$ids" | grep -c . || true)"
  if [ "$(docker info -f '{{.Swarm.LocalNodeState}}' 2>/dev/null)" = active ]; then echo swarm; fi
  for pid in /run/docker.pid /var/run/docker.pid; do
    if [ -e "$pid" ] && [ "$file" -nt "$pid" ]; then echo waits; break; fi
  done
fi
if [ -e "$file" ]; then echo "file $(base64 <"$file" | tr -d '\n')"; fi
`,
);

/**
 * Writes `$content` as the settings of the engine, if the file is still the one of `$expected` (SHA-256, or `absent`). The
 * engine checks the new file before it takes the place of the old one; the old one is kept with its date. Docker is
 * restarted when no container runs or `$restart` is `yes`; if it does not come back, the old file does.
 */
const writeEngineSettings = familyScript(
  'write-engine-settings',
  String.raw`
file=/etc/docker/daemon.json
if [ -L /etc/docker ] || [ -L "$file" ]; then echo "/etc/docker is not a plain folder with a plain file; Tomo writes through no link."; return 1; fi
make_folder /etc/docker
now=absent
if [ -e "$file" ]; then now=$(sum_of "$file"); fi
if [ "$now" != "$expected" ]; then
  echo "$file was changed by somebody else in this moment. Nothing was written."
  return 24
fi
try=$(mktemp)
at_end 'rm -f "$try"'
printf '%s' "$content" >"$try"
if dockerd --help 2>/dev/null | grep -q -e '--validate'; then
  dockerd --validate --config-file "$try" || { echo 'The engine refuses these settings. Nothing was written.'; return 25; }
fi
copy=
put "$file" <"$try"
svc_active docker || return 0
running=$(docker ps -q | grep -c . || true)
if [ "$running" -gt 0 ] && [ "$restart" != yes ]; then
  echo "Containers run: $running. Docker was not restarted."
  return 0
fi
echo 'Restarting Docker'
svc_restart docker && return 0
echo 'The engine does not start with these settings. The last lines that it said:'
svc_log docker
if [ -n "$copy" ]; then cp -p "$copy" "$file"; else rm -f "$file"; fi
svc_restart docker && echo 'The file is as it was before, and Docker runs again.'
return 26
`,
);

/** Merges the chosen settings into `daemon.json`; every other key stays as it is. */
export const engineSettings: ChangingStep = {
  key: 'engine_settings',
  needs: ['install_docker'],
  wanted: ({ logRotation, liveRestore }) => Boolean(logRotation || liveRestore),
  what: 'Writing the settings of the engine',
  leaves:
    'The settings may be written and wait for a restart of Docker. A dated copy of the file as it was lies beside it.',
  async check(situation, step) {
    const state = await stateOf(situation);
    if (state.isLink)
      throw new TomoError('conflict', '/etc/docker/daemon.json is a link, or lies in one.', {
        hint: 'Put a plain file in its place, then retry.',
        reason: 'settings_link',
      });
    const merged = mergeEngineSettings(state.text, situation.options, { swarm: state.isSwarm });
    for (const kept of merged.kept) step.log(kept);
    const mayRestart = situation.options.restartDocker === true;
    const restarts = state.running === 0 || mayRestart;
    const command = {
      script: writeEngineSettings,
      args: {
        content: merged.text,
        expected: state.bytes ? createHash('sha256').update(state.bytes).digest('hex') : 'absent',
        restart: mayRestart ? 'yes' : 'no',
      },
    };
    const plan = `set ${merged.set.join(', ')} in /etc/docker/daemon.json and ${restarts ? `restart Docker${state.running > 0 ? ` (containers that run: ${state.running})` : ''}` : `leave the restart of Docker to you (containers that run: ${state.running})`}`;
    if (merged.set.length === 0 && !(state.waits && restarts))
      return {
        done: state.waits
          ? `they are written and wait for a restart of Docker (containers that run: ${state.running})`
          : 'they are set already',
        plan,
        command,
        facts: waitingFacts(state),
      };
    if (merged.set.length === 0)
      return { plan: 'restart Docker, for which settings of before wait', command };
    return { plan, command };
  },
  async verify(situation, { command }) {
    const state = await stateOf(situation);
    if (state.text !== command.args.content)
      throw new TomoError('unavailable', '/etc/docker/daemon.json does not hold what was written to it.', {
        hint: 'Something else on the server writes this file. Look at it, then retry.',
        reason: 'settings_changed',
      });
    return state.waits
      ? {
          summary: `Written; it waits for a restart of Docker (containers that run: ${state.running})`,
          facts: waitingFacts(state),
        }
      : { summary: 'Written, and in use' };
  },
};

/** How many containers a restart would stop for a moment, while settings wait for one. */
function waitingFacts({ waits, running }: { waits: boolean; running: number }) {
  return waits ? { restartWaitsFor: running } : {};
}

async function stateOf(situation: Situation) {
  const lines = await situation.ask(engineSettingsState);
  const after = (word: string) => lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
  const file = after('file');
  const bytes = file === undefined ? null : Buffer.from(file, 'base64');
  return {
    isLink: lines.includes('link'),
    isSwarm: lines.includes('swarm'),
    waits: lines.includes('waits'),
    running: Number(after('running') ?? 0),
    bytes,
    text: bytes?.toString('utf8') ?? null,
  };
}
