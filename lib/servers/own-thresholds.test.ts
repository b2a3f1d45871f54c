import { expect, test } from 'vitest';
import { ownThresholds } from './own-thresholds';
import { thresholdsInput } from './schema';

const typed = (fields: Record<string, string>) =>
  thresholdsInput.safeParse({
    serverId: 's',
    version: '1',
    cpuWarning: '',
    cpuCritical: '',
    memoryWarning: '',
    memoryCritical: '',
    diskWarning: '',
    diskCritical: '',
    minutes: '',
    ...fields,
  });

test('only what is typed becomes a value of the server; nothing typed follows the instance again', () => {
  const some = typed({ diskWarning: '92', diskCritical: '98', minutes: '10' });
  expect(some.success && ownThresholds(some.data)).toEqual({
    disk: { warning: 92, critical: 98 },
    minutes: 10,
  });
  const none = typed({});
  expect(none.success && ownThresholds(none.data)).toBeNull();
});

test.each([
  [{ cpuWarning: '95', cpuCritical: '80' }, 'cpuWarning'],
  [{ cpuWarning: '80', cpuCritical: '80' }, 'cpuWarning'],
  [{ memoryWarning: '80' }, 'memoryCritical'],
  [{ memoryCritical: '80' }, 'memoryWarning'],
  [{ diskWarning: '0', diskCritical: '90' }, 'diskWarning'],
  [{ diskWarning: '85', diskCritical: '101' }, 'diskCritical'],
  [{ diskWarning: '85.5', diskCritical: '90' }, 'diskWarning'],
  [{ cpuWarning: 'high', cpuCritical: '90' }, 'cpuWarning'],
  [{ minutes: '0' }, 'minutes'],
  [{ minutes: '61' }, 'minutes'],
])('%o is refused at its field', (fields, at) => {
  const read = typed(fields as Record<string, string>);
  expect(read.success ? [] : read.error.issues.map(({ path }) => path.join())).toContain(at);
});
