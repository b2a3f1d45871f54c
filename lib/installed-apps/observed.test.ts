import { describe, expect, it } from 'vitest';
import { containerDetail, containerSummary } from '@/lib/docker/container-shapes';
import { factsOf, isCalm } from './observed';

const summary = (State: string, Status: string) =>
  containerSummary.parse({ Id: 'a', Names: ['/demo-app-1'], Image: 'nginx', State, Status, Labels: {} });

describe('a container that needs no closer look', () => {
  it.each([
    'Up 2 minutes',
    'Up 59 minutes',
    'Up About an hour',
    'Up 3 hours (healthy)',
    'Up 5 weeks',
    'Up 2 years',
  ])('is %s', (status) => {
    expect(isCalm(summary('running', status))).toBe(true);
  });

  it.each([
    ['running', 'Up Less than a second'],
    ['running', 'Up 3 seconds'],
    ['running', 'Up About a minute'],
    ['running', 'Up 3 hours (unhealthy)'],
    ['running', 'Up 3 hours (health: starting)'],
    ['running', 'Up 3 hours (Paused)'],
    ['restarting', 'Restarting (1) 2 hours ago'],
    ['exited', 'Exited (0) 2 hours ago'],
    ['paused', 'Up 3 hours'],
    ['created', 'Created'],
  ])('is not %s, %s', (state, status) => {
    expect(isCalm(summary(state, status))).toBe(false);
  });
});

describe('what is judged of a container', () => {
  const inspected = (running: boolean, health: string | undefined) =>
    containerDetail.parse({
      Id: 'a',
      Name: '/demo-app-1',
      Image: 'sha256:b',
      RestartCount: 2,
      State: {
        Status: running ? 'running' : 'exited',
        Running: running,
        ExitCode: running ? 0 : 137,
        OOMKilled: !running,
        ...(health && { Health: { Status: health, Log: [{ Output: 'connection refused' }] } }),
      },
      HostConfig: {},
      Config: { Labels: { 'com.docker.compose.service': 'app' } },
    });

  it('is its state, health and what the engine says of its end', () => {
    expect(factsOf(inspected(true, 'unhealthy'))).toMatchObject({
      service: 'app',
      name: 'demo-app-1',
      state: 'running',
      health: 'unhealthy',
      restartCount: 2,
      detail: 'connection refused',
    });
    expect(factsOf(inspected(false, undefined))).toMatchObject({
      state: 'exited',
      exitCode: 137,
      oomKilled: true,
    });
  });

  it('leaves out the health that a stopped container had last', () => {
    expect(factsOf(inspected(false, 'unhealthy'))?.health).toBe('none');
  });
});
