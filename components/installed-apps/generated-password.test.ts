import { expect, it } from 'vitest';
import { generatedPassword } from './generated-password';

it('makes passwords of the asked length from letters and digits, each another one', () => {
  expect(generatedPassword({ min: undefined, max: undefined })).toMatch(/^[A-Za-z0-9]{24}$/);
  expect(generatedPassword({ min: 40, max: undefined })).toHaveLength(40);
  expect(generatedPassword({ min: 4, max: 12 })).toHaveLength(12);
  const many = new Set(
    Array.from({ length: 200 }, () => generatedPassword({ min: undefined, max: undefined })),
  );
  expect(many.size).toBe(200);
});
