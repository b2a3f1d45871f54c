import { describe, expect, it } from 'vitest';
import { parseComposeSize, parseDuration, parseSize, printDuration } from './sizes';

describe('sizes and durations', () => {
  it('follow their labels in requirements, and are binary in Compose', () => {
    expect(parseSize('256MiB')).toBe(268_435_456);
    expect(parseSize('2GB')).toBe(2_000_000_000);
    expect(parseSize('1.5 GiB')).toBe(1_610_612_736);
    expect(parseComposeSize('64m')).toBe(67_108_864);
    expect(parseComposeSize('1gb')).toBe(1_073_741_824);
    expect(parseComposeSize('1024')).toBe(1024);
  });

  it.each(['', '-1MB', '1', '1XB', '1e9GB', 'MB', '1 024MB', '99999999GB'])('%j is no size', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });

  it.each(['', '0', '-1', '1t', '1.5g', '0x10', '9999999999999999g'])('%j is no size of Compose', (text) => {
    expect(parseComposeSize(text)).toBeUndefined();
  });

  it('durations are milliseconds and print as they are read', () => {
    expect(parseDuration('1m30s')).toBe(90_000);
    expect(parseDuration('500ms')).toBe(500);
    expect(printDuration(90_000)).toBe('90s');
    expect(printDuration(1500)).toBe('1500ms');
    expect(parseDuration(printDuration(123_456))).toBe(123_456);
  });

  it.each(['', '10', 's', '1d', '-1s', '1.5s', '25h', '1s '])('%j is no duration', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
