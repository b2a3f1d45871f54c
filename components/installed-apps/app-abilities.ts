import type { AppState } from '@/lib/installed-apps/app-state';

/** What can be done with an app in a state, for those who may do it at all. Nothing while a job works on it. */
export function appActs(state: AppState, deployed: boolean, busy: boolean) {
  const free = deployed && !busy && !working.has(state);
  return {
    start: free && state !== 'running' && state !== 'starting',
    stop: free && state !== 'stopped',
    restart: free && state !== 'stopped' && state !== 'unknown',
    check: free,
  };
}

const working: ReadonlySet<AppState> = new Set(['pending', 'installing', 'updating', 'removing']);
