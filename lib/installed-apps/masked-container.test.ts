import { expect, it } from 'vitest';
import { Secret } from '@/lib/crypto/secret';
import { containerDetail } from '@/lib/docker/container-shapes';
import { maskedContainer } from './masked-container';

const unhealthy = containerDetail.parse({
  Id: 'a',
  Image: 'sha256:b',
  State: {
    Status: 'running',
    Running: true,
    Error: 'exec: "s3cret-word": not found',
    Health: { Status: 'unhealthy', Log: [{ ExitCode: 1, Output: 'refused for admin:s3cret-word\n' }] },
  },
  HostConfig: {},
  Config: { Labels: { 'com.docker.compose.service': 'app' } },
});

it('what a health check and the engine say is stored without the secrets of the app', () => {
  const { state } = maskedContainer(unhealthy, [new Secret('s3cret-word')]);
  expect(state.health?.lastOutput).toBe('refused for admin:••••••\n');
  expect(state.error).toBe('exec: "••••••": not found');
  expect(state.health?.status).toBe('unhealthy');
});

it('nothing of their words is kept where the secrets cannot be opened', () => {
  const { state } = maskedContainer(unhealthy, undefined);
  expect([state.error, state.health?.lastOutput, state.health?.lastExitCode]).toEqual([
    undefined,
    undefined,
    1,
  ]);
});
