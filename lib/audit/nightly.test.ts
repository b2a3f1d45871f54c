import { expect, test } from 'vitest';
import { isVerificationDue } from './nightly';

const at = (text: string) => new Date(text);
const longAgo = at('2026-02-01T00:00:00');

const cases: [what: string, now: string, last: string | undefined, due: boolean][] = [
  ['in the night after a day', '2026-03-02T03:00:00', '2026-03-01T03:10:00', true],
  ['in the same night again', '2026-03-02T04:00:00', '2026-03-02T03:00:00', false],
  ['by day, when the night was kept', '2026-03-02T15:00:00', '2026-03-02T03:00:00', false],
  ['by day, when the machine slept through the night', '2026-03-03T16:00:00', '2026-03-02T03:00:00', true],
  ['when nothing was ever verified', '2026-03-02T03:00:00', undefined, true],
];

test.each(cases)('the ledger is verified %s: %s after %s → %s', (_what, now, last, due) => {
  expect(isVerificationDue(at(now), last ? at(last) : undefined, longAgo)).toBe(due);
});

test('the first night after a start waits until the boot, which verifies too, is half a day old', () => {
  expect(isVerificationDue(at('2026-03-02T03:00:00'), undefined, at('2026-03-02T00:00:00'))).toBe(false);
});

test('a clock that jumped back for years starts nothing', () => {
  expect(isVerificationDue(at('2016-03-02T03:00:00'), at('2026-03-02T03:00:00'), longAgo)).toBe(false);
});
