// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { copyText } from './copy-text';

const original = { isSecureContext: window.isSecureContext, clipboard: navigator.clipboard };
const copied: string[] = [];

function environment(secure: boolean, write: ((text: string) => Promise<void>) | null, legacy: boolean) {
  Object.defineProperty(window, 'isSecureContext', { value: secure, configurable: true });
  Object.defineProperty(navigator, 'clipboard', { value: write && { writeText: write }, configurable: true });
  document.execCommand = () => {
    const field = document.activeElement as HTMLTextAreaElement;
    if (legacy) copied.push(field.value);
    return legacy;
  };
}

afterEach(() => {
  copied.length = 0;
  environment(original.isSecureContext, null, false);
});

test('on plain http the text is copied through a selection, and nothing stays behind', async () => {
  environment(false, null, true);
  expect(await copyText('10.0.0.4')).toBe(true);
  expect(copied).toEqual(['10.0.0.4']);
  expect(document.querySelector('textarea')).toBeNull();
});

test('a browser that refuses both ways is not reported as a copy', async () => {
  environment(true, () => Promise.reject(new Error('denied')), false);
  expect(await copyText('10.0.0.4')).toBe(false);
});

test('a refused clipboard falls back to the selection', async () => {
  environment(true, () => Promise.reject(new Error('denied')), true);
  expect(await copyText('10.0.0.4')).toBe(true);
  expect(copied).toEqual(['10.0.0.4']);
});
