import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const css = readFileSync(path.join(root, 'app/globals.css'), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
);

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function ratio(theme: 'light' | 'dark', ink: string, ground: string): number {
  const [a, b] = [tokens.get(ink), tokens.get(ground)];
  if (!a || !b) throw new Error(`${ink} or ${ground} is missing in app/globals.css`);
  return contrast(a[theme], b[theme]);
}

const grounds = ['background', 'card', 'popover', 'muted'];
// [ink, lowest ratio over every ground it may stand on, own extra grounds]
const inks: [string, number, string[]][] = [
  ['foreground', 12.5, ['success-soft', 'warning-soft', 'danger-soft', 'info-soft']],
  ['muted-foreground', 6, []],
  ['accent-ink', 4.9, []],
  ['success', 6, ['success-soft']],
  ['warning', 6, ['warning-soft']],
  ['danger', 5.8, ['danger-soft']],
  ['info', 5.5, ['info-soft']],
  ['input', 3, []],
];

describe.each(['light', 'dark'] as const)('In the %s theme', (theme) => {
  test.each(inks)('%s is readable (≥ %s) on every ground it stands on', (ink, least, extra) => {
    for (const ground of [...grounds, ...extra]) {
      expect(ratio(theme, ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(least);
    }
  });

  test('button labels stand out from their button', () => {
    expect(ratio(theme, 'primary-foreground', 'primary')).toBeGreaterThanOrEqual(15.9);
    expect(ratio(theme, 'destructive-foreground', 'destructive')).toBeGreaterThanOrEqual(5.8);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('chart line %i is visible on a panel', (index) => {
    expect(ratio(theme, `chart-${index}`, 'card')).toBeGreaterThanOrEqual(theme === 'light' ? 3.8 : 7.3);
  });
});

test('components use tokens, never colours of a palette', () => {
  const palette =
    /\b(?:bg|text|border|ring|fill|stroke|outline|from|via|to|divide|decoration|accent|caret|shadow)-(?:(?:slate|gray|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose)-\d{2,3}|white|black)\b|\[#[0-9a-f]{3,8}\]/i;
  const found: string[] = [];
  for (const folder of ['app', 'components']) {
    for (const file of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file) || file.endsWith('.test.ts')) continue;
      const hit = readFileSync(path.join(root, folder, file), 'utf8').match(palette);
      if (hit) found.push(`${folder}/${file}: ${hit[0]}`);
    }
  }
  expect(found).toEqual([]);
});
