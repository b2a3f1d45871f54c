import { expect, it } from 'vitest';
import { preparationPresets } from '@/lib/preparations/presets';
import { optionWords } from './option-words';

it('a choice is told in a few words, and nothing that was not chosen', () => {
  expect(optionWords({})).toEqual([]);
  expect(optionWords({ logRotation: { maxSizeMb: 5, maxFiles: 2 }, swapMb: 512 })).toEqual([
    'logs 2 × 5 MB',
    'swap 512 MB',
  ]);
});

it('the recommended settings are one word, unless one of them differs', () => {
  const { recommended } = preparationPresets;
  // As it comes back from where it is stored: keys in another order.
  const logRotation = { maxFiles: 3, maxSizeMb: 10 };
  expect(optionWords({ dockerSource: 'vendor', ...recommended, logRotation, ownAccount: 'tomo' })).toEqual([
    'Docker from the vendor',
    'recommended settings',
    'account tomo',
  ]);
  expect(optionWords({ ...recommended, liveRestore: undefined })).toEqual([
    'logs 3 × 10 MB',
    'security upgrades',
    'clock',
  ]);
});
