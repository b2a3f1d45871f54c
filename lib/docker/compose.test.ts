import { describe, expect, test } from 'vitest';
import {
  composeCheck,
  composeConfig,
  composeDown,
  composePs,
  composeStart,
  composeStop,
  composeUp,
} from './compose';
import { parseComposeConfig, parseComposePs } from './parse';

const project = { name: 'nextcloud', folder: '/opt/tomo/apps/nextcloud', dockerConfig: '/run/tomo/docker' };

describe('commands for Compose', () => {
  test('are constant scripts; names and folders travel as values', () => {
    const command = composeUp(project, 90.2);
    expect(command.args).toEqual({
      project: 'nextcloud',
      folder: '/opt/tomo/apps/nextcloud',
      docker_config: '/run/tomo/docker',
      wait: '91',
    });
    expect(command.script.body).not.toContain('nextcloud');
    expect(command.script.body).toContain('up -d --wait --wait-timeout "$wait" --remove-orphans');
  });

  test('run without anything of the caller’s environment', () => {
    for (const make of [composeCheck, composeConfig, composeStop, composeStart, composeDown, composePs]) {
      expect(make(project).script.body).toMatch(
        /^compose\(\) \{\n {2}env -i PATH="\$PATH" HOME=\/root DOCKER_CONFIG=/,
      );
    }
  });

  test.each([
    { name: '-x' },
    { name: 'A' },
    { name: 'a b' },
    { name: '' },
    { folder: 'relative' },
    { folder: '/opt/../etc' },
    { folder: '/opt/a b' },
    { dockerConfig: '/x/$(id)' },
  ])('refuse %j', (wrong) => {
    expect(() => composeUp({ ...project, ...wrong }, 1)).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });
});

describe('what Compose prints', () => {
  const one = {
    ID: 'abc',
    Name: 'nextcloud-db-1',
    Service: 'db',
    Image: 'postgres:17',
    State: 'running',
    Health: 'healthy',
    ExitCode: 0,
    Publishers: [{ URL: '127.0.0.1', TargetPort: 5432, PublishedPort: 5432, Protocol: 'tcp' }],
  };
  const two = {
    ID: 'def',
    Name: 'nextcloud-web-1',
    Service: 'web',
    State: 'exited',
    Health: '',
    ExitCode: 3,
    Publishers: null,
  };
  const expected = [
    {
      id: 'abc',
      name: 'nextcloud-db-1',
      service: 'db',
      image: 'postgres:17',
      state: 'running',
      health: 'healthy',
      exitCode: 0,
      published: [{ address: '127.0.0.1', containerPort: 5432, hostPort: 5432, protocol: 'tcp' }],
    },
    { id: 'def', name: 'nextcloud-web-1', service: 'web', state: 'exited', exitCode: 3, published: [] },
  ];

  test('about containers is read as an array (to 2.20) and as lines (since)', () => {
    expect(parseComposePs(JSON.stringify([one, two]))).toEqual(expected);
    expect(parseComposePs(`${JSON.stringify(one)}\n${JSON.stringify(two)}\n`)).toEqual(expected);
    expect(parseComposePs('')).toEqual([]);
    expect(parseComposePs('[]\n')).toEqual([]);
  });

  test('about the project is read as Compose understood it', () => {
    const text = JSON.stringify({
      name: 'nextcloud',
      services: { db: { image: 'postgres:17', ports: [] }, built: { build: {} } },
      volumes: { data: { name: 'nextcloud_data' } },
      networks: { default: null },
    });
    expect(parseComposeConfig(text)).toEqual({
      name: 'nextcloud',
      images: { db: 'postgres:17', built: undefined },
      volumes: ['data'],
      networks: ['default'],
    });
  });

  test.each(['no json', '{"a":', '[{"ID":1}]', '{}'])('that makes no sense is an odd answer: %s', (text) => {
    expect(() => parseComposePs(text)).toThrow(expect.objectContaining({ reason: 'docker_odd_answer' }));
    expect(() => parseComposeConfig(text)).toThrow(expect.objectContaining({ reason: 'docker_odd_answer' }));
  });
});
