import 'server-only';
import { DockerError } from './errors';

// What Tomo was written against. 1.41 is engine 20.10 (Debian 12), 1.45 is 26.1 (Debian 13).
const OURS = '1.45';
const OLDEST = '1.41';

/**
 * The API version to speak with an engine: the smaller of ours and theirs.
 * @throws DockerError `docker_too_old` below 1.41, `docker_too_new` when the engine no longer speaks ours.
 */
export function negotiate(engine: { apiVersion: string; minApiVersion?: string; version: string }): string {
  const theirs = engine.apiVersion;
  if (compare(theirs, OLDEST) < 0) {
    throw new DockerError('docker_too_old', 'The Docker engine of the server is too old.', {
      hint: 'Update Docker there to 20.10 or newer, or prepare the server: that installs a current one.',
      said: `engine ${engine.version}, API ${theirs}`,
    });
  }
  const chosen = compare(theirs, OURS) < 0 ? theirs : OURS;
  if (engine.minApiVersion && compare(chosen, engine.minApiVersion) < 0) {
    throw new DockerError(
      'docker_too_new',
      'The Docker engine of the server is newer than this Tomo knows.',
      {
        hint: 'Update Tomo.',
        said: `engine ${engine.version}, API ${engine.minApiVersion} or newer`,
      },
    );
  }
  return chosen;
}

function compare(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = numbers(a);
  const [majorB = 0, minorB = 0] = numbers(b);
  return majorA - majorB || minorA - minorB;
}

// Whatever is no version counts as the oldest one.
function numbers(version: string): number[] {
  return /^\d{1,3}\.\d{1,4}$/.test(version) ? version.split('.').map(Number) : [0, 0];
}
