import { describe, expect, it } from 'vitest';
import { type SessionFacts, sessionState } from './session-state';

const now = Date.parse('2026-05-01T12:00:00.000Z');
const hour = 3_600_000;
const at = (ms: number) => new Date(now + ms).toISOString();
const idle = 12 * hour;

const fresh: SessionFacts = {
  createdAt: at(-hour),
  lastSeenAt: at(-60_000),
  expiresAt: at(100 * hour),
  endedAt: null,
  remembered: false,
  isActive: true,
  deletedAt: null,
};

describe('a session', () => {
  it.each([
    ['lets its person in', {}, 'active'],
    ['ends for good, whatever else it says', { endedAt: at(-1) }, 'ended'],
    ['is closed for a disabled person', { isActive: false }, 'disabled'],
    ['is closed for a deleted person', { deletedAt: at(-1) }, 'disabled'],
    ['ends at its absolute limit, to the millisecond', { expiresAt: at(0) }, 'expired'],
    ['lives one millisecond before it', { expiresAt: at(1) }, 'active'],
    ['ends after the idle time', { lastSeenAt: at(-idle) }, 'idle'],
    ['lives one millisecond before that', { lastSeenAt: at(-idle + 1) }, 'active'],
    [
      'may be idle for days when it is remembered',
      { lastSeenAt: at(-6 * 24 * hour), remembered: true },
      'active',
    ],
    ['but not for eight of them', { lastSeenAt: at(-8 * 24 * hour), remembered: true }, 'idle'],
    [
      'from the future is refused, so a clock set back revives nothing',
      { lastSeenAt: at(6 * 60_000) },
      'clock',
    ],
    ['bears clocks that differ a little', { lastSeenAt: at(4 * 60_000) }, 'active'],
    ['with a damaged time is refused', { lastSeenAt: 'yesterday' }, 'clock'],
    ['with a damaged end is refused', { expiresAt: '' }, 'expired'],
  ])('%s', (_name, change, expected) => {
    expect(sessionState({ ...fresh, ...change }, now, idle)).toBe(expected);
  });
});
