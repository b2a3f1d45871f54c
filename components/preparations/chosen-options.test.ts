import { expect, it } from 'vitest';
import { preparationOptions } from '@/lib/preparations/schema';
import { chosenOptions } from './chosen-options';

const form = (fields: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return JSON.parse(JSON.stringify(chosenOptions(data)));
};

it('what the form says is what the route takes; what is not ticked is left out', () => {
  const all = form({
    dockerSource: 'vendor',
    logRotation: 'on',
    maxSizeMb: '10',
    maxFiles: '3',
    openPorts: ' 80/tcp, 443/tcp ',
    swapMb: '512',
    timeSync: 'on',
    ownAccount: 'on',
    ownAccountName: ' tomo ',
  });
  expect(preparationOptions.parse(all)).toEqual({
    dockerSource: 'vendor',
    logRotation: { maxSizeMb: 10, maxFiles: 3 },
    openPorts: ['80/tcp', '443/tcp'],
    swapMb: 512,
    timeSync: true,
    ownAccount: 'tomo',
  });
  const least = form({
    dockerSource: 'distribution',
    maxSizeMb: '10',
    maxFiles: '3',
    openPorts: '',
    swapMb: '',
    ownAccountName: 'tomo',
  });
  expect(preparationOptions.parse(least)).toEqual({ dockerSource: 'distribution' });
});
