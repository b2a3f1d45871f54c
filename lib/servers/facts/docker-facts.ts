import 'server-only';
import type { DockerFacts } from './facts';

export type DockerParts = { program: string[]; engine: string[]; compose: string[]; service: string[] };

/**
 * What the docker program of a target said: `docker --version`, `docker version` for the engine (two words, or the
 * reason why not), Compose, and the service as its init system sees it.
 */
export function parseDocker({ program, engine, compose, service }: DockerParts): DockerFacts {
  const programVersion = /version ([^\s,]+)/.exec(program[0] ?? '')?.[1] ?? null;
  const [, engineVersion = null, apiVersion = null] = /^(\d[^\s]*) (\d+\.\d+)$/.exec(engine[0] ?? '') ?? [];
  const said = engine.join(' ').trim().slice(0, 500);
  const status = engineVersion ? 'ready' : program.length > 0 ? 'unusable' : 'absent';
  return {
    status,
    problem: status === 'unusable' ? problemIn(said) : null,
    problemText: status === 'unusable' && said ? said : null,
    programVersion,
    engineVersion,
    apiVersion,
    composeVersion: composeVersion(compose[0]),
    service: serviceState(service),
  };
}

function problemIn(text: string): DockerFacts['problem'] {
  if (/permission denied/i.test(text)) return 'permission_denied';
  if (/cannot connect|is the docker daemon running|no such file/i.test(text)) return 'not_running';
  return 'unknown';
}

function composeVersion(line: string | undefined): string | null {
  const match = /^v?((\d+)\.\d+\S*)/.exec(line?.trim() ?? '');
  return match?.[1] && Number(match[2]) >= 2 ? match[1] : null;
}

// systemctl show prints Name=value lines; rc-service prints " * status: started".
function serviceState(lines: readonly string[]): DockerFacts['service'] {
  const values = new Map(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  if (values.get('LoadState') === 'loaded') {
    return {
      active: values.get('ActiveState') === 'active',
      startsAtBoot: values.get('UnitFileState') === 'enabled',
    };
  }
  const openRc = /status:\s*(\w+)/.exec(lines.join('\n'))?.[1];
  return openRc ? { active: openRc === 'started', startsAtBoot: null } : null;
}
