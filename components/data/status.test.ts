import { describe, expect, test } from 'vitest';
import { installedApps } from '@/db/installed-apps/tables';
import { jobSteps, jobs } from '@/db/jobs/tables';
import { serverPreparations } from '@/db/preparations/tables';
import { servers } from '@/db/servers/tables';
import { appStatus, jobStatus, preparationStatus, type Status, serverStatus } from './status';

const tables: Record<string, Record<string, Status>> = {
  serverStatus,
  preparationStatus,
  appStatus,
  jobStatus,
};

test.each([
  ['a server', servers.status.enumValues, serverStatus],
  ['a preparation', serverPreparations.status.enumValues, preparationStatus],
  ['an app', installedApps.status.enumValues, appStatus],
  ['a job', jobs.status.enumValues, jobStatus],
  ['a step', jobSteps.status.enumValues, jobStatus],
])('every stored state of %s has a word, an icon and a tone', (_, states, table) => {
  for (const state of states) expect(table, state).toHaveProperty(state);
});

describe.each(Object.entries(tables))('In %s', (_, table) => {
  test('no two states are said with the same word', () => {
    const words = Object.values(table).map((status) => status.word);
    expect(new Set(words).size).toBe(words.length);
  });

  test('the running icon belongs to work in progress only, and all of it', () => {
    for (const [state, { icon, tone }] of Object.entries(table)) {
      expect(icon.displayName === 'LoaderCircle', state).toBe(tone === 'info');
    }
  });

  test('what needs a person is told apart from what is well by icon too', () => {
    const icons = (wanted: Status['tone'][]) =>
      Object.values(table)
        .filter((status) => wanted.includes(status.tone))
        .map((status) => status.icon.displayName);
    for (const icon of icons(['danger', 'warning']))
      expect(icons(['success', 'neutral'])).not.toContain(icon);
  });
});

test('words say the screen’s language, not the column’s', () => {
  expect(jobStatus.completed.word).toBe('Succeeded');
  expect(jobStatus.pending.word).toBe('Queued');
});
