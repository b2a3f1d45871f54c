import { describe, expect, it } from 'vitest';
import { lineOf, parseChanges } from './change';

const sum = 'a'.repeat(64);

describe('the list of changes', () => {
  it('is read as it was written', () => {
    const lines = [
      'install_docker\tpackage\tlibfoo1:amd64',
      `engine_settings\tchanged\t/etc/docker/daemon.json\t/etc/docker/daemon.json.tomo-20260101T000000Z\t${sum}`,
      'user_group\tmember\tdeploy\tdocker',
      'firewall\tport\tufw\t80/tcp',
    ];
    expect(parseChanges(lines).map(lineOf)).toEqual(lines);
  });

  it.each([
    `x\tfile\t/etc/passwd/../shadow\t${sum}`,
    `x\tfile\t/root/.ssh/authorized_keys\t${sum}`,
    `x\tfolder\t/etc/..`,
    'x\tpackage\t--purge',
    'x\tpackage\ta b',
    'x\tswap\t/dev/sda',
    'x\thome\t/home/tomo/../root',
    'x\thome\t/root',
    'x\tgroup\tdocker\textra',
    'x\tconstructor\ty',
    'rm -rf /',
  ])('with the line %j is not acted upon', (line) => {
    expect(() => parseChanges([line])).toThrow('a line that Tomo does not write');
  });
});
