import { expect, it } from 'vitest';
import { againstLastTime } from './step-times';

const run = (id: string, kind: string, status: string, durationMs: number | null) => ({
  id,
  kind,
  steps: [{ key: 'install_docker', status, durationMs }],
});

it('a step stands beside the last run in which it was really carried out', () => {
  const times = againstLastTime([
    run('newest', 'install', 'completed', 30_000),
    run('skipped', 'install', 'skipped', 40),
    run('plan', 'check', 'completed', 10),
    run('first', 'install', 'completed', 45_000),
  ]);
  expect(times.get('newest')?.[0]?.lastMs).toBe(45_000);
  expect(times.get('skipped')?.[0]?.lastMs).toBe(45_000);
  expect(times.get('plan')?.[0]?.lastMs).toBeNull();
  expect(times.get('first')?.[0]?.lastMs).toBeNull();
});
