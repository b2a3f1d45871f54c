import { expect, test } from 'vitest';
import { dismissToast, shownToasts, showToast } from './toast-store';

test('at most three toasts are shown, the newest ones, and a dismissed one is gone', () => {
  for (const title of ['one', 'two', 'three', 'four']) showToast({ title });
  expect(shownToasts().map((toast) => toast.title)).toEqual(['two', 'three', 'four']);
  dismissToast(shownToasts()[0]?.id ?? 0);
  expect(shownToasts().map((toast) => toast.title)).toEqual(['three', 'four']);
});
