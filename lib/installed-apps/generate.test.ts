import { describe, expect, it } from 'vitest';
import { generateValue } from './generate';

describe('a generated secret', () => {
  it('has the length and the characters that the definition asks for', () => {
    expect(generateValue({ length: 32, charset: 'alnum' })).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(generateValue({ length: 8, charset: 'digits' })).toMatch(/^\d{8}$/);
    expect(generateValue({ length: 128, charset: 'hex' })).toMatch(/^[0-9a-f]{128}$/);
    expect(generateValue({ length: 64, charset: 'ascii' })).toMatch(/^[!-~]{64}$/);
    expect(generateValue('uuid')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(Buffer.from(generateValue({ bytes: 32, encoding: 'base64', prefix: '' }), 'base64')).toHaveLength(
      32,
    );
    expect(generateValue({ bytes: 16, encoding: 'hex', prefix: 'base64:' })).toMatch(/^base64:[0-9a-f]{32}$/);
  });

  it('never comes twice and uses every character about equally often', () => {
    const values = Array.from({ length: 2000 }, () => generateValue({ length: 62, charset: 'alnum' }));
    expect(new Set(values).size).toBe(values.length);
    const counts = new Map<string, number>();
    for (const char of values.join('')) counts.set(char, (counts.get(char) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // 2000 of each are expected; taking bytes modulo 62 would give the first eight letters 2422. Eight deviations are 357.
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(357);
  });

  it('avoids what configuration files misread', () => {
    const text = Array.from({ length: 200 }, () => generateValue({ length: 128, charset: 'ascii' })).join('');
    expect(text).not.toMatch(/['"\\`$\s]/);
  });
});
