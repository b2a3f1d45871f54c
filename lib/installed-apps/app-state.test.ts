import { describe, expect, it } from 'vitest';
import { appState, storedServices } from './app-state';
import type { ObservedService } from './observed';

const service = (changes: Partial<ObservedService> = {}): ObservedService => ({
  service: 'app',
  container: 'demo-app-1',
  id: 'a'.repeat(64),
  image: 'nginx:1.29',
  state: 'running',
  health: 'none',
  exitCode: 0,
  restarts: 0,
  startedAt: null,
  verdict: 'ok',
  looping: false,
  sentence: 'app is up',
  ...changes,
});
const online = { status: 'online', isEnabled: true } as const;
const app = (
  status: 'running' | 'failed' | 'degraded' | 'stopped' | 'installing',
  errorCode: string | null = null,
) => ({
  status,
  errorCode,
});

describe('the state of an app on screens', () => {
  it('is what was seen, most telling first', () => {
    expect(appState(app('running'), online, [service()])).toBe('running');
    expect(appState(app('running'), online, [service({ verdict: 'starting' })])).toBe('starting');
    expect(appState(app('degraded', 'observed'), online, [service({ verdict: 'bad' })])).toBe('degraded');
    expect(appState(app('degraded', 'observed'), online, [service({ health: 'unhealthy' })])).toBe(
      'unhealthy',
    );
    expect(appState(app('failed', 'observed'), online, [service({ looping: true })])).toBe('crash_loop');
    expect(appState(app('stopped'), online, [service({ verdict: 'stopped' })])).toBe('stopped');
  });

  it('is failed after a job that failed, whatever its containers do', () => {
    expect(appState(app('failed', 'port_silent'), online, [service()])).toBe('failed');
    expect(appState(app('failed', 'container_ended'), online, [service({ looping: true })])).toBe('failed');
  });

  it('is unknown while the server cannot be reached, but a job in progress is told', () => {
    const offline = { status: 'offline', isEnabled: true } as const;
    expect(appState(app('running'), offline, [service()])).toBe('unknown');
    expect(appState(app('running'), { status: 'host_key_changed', isEnabled: true }, [])).toBe('unknown');
    expect(appState(app('running'), { status: 'online', isEnabled: false }, [])).toBe('unknown');
    expect(appState(app('installing'), offline, [])).toBe('installing');
  });

  it('survives what an earlier version stored otherwise', () => {
    expect(storedServices({ services: [service(), 'broken', { service: 1 }, null] })).toEqual([service()]);
  });
});
