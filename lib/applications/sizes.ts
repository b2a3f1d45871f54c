import 'server-only';

const factors: Record<string, number> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** Bytes of a size such as `256MiB` or `2GB` (decimal and binary units, as labelled); undefined when it is none. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d{1,6}(?:\.\d{1,3})?) ?([KMGT]i?B|B)$/.exec(text);
  return match ? Math.round(Number(match[1]) * (factors[(match[2] ?? '').toLowerCase()] ?? 1)) : undefined;
}

/**
 * Bytes of a size in Compose's spelling, where every unit is binary: `64m`, `1gb`, `512k`, `1048576`
 * (https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values).
 */
export function parseComposeSize(text: string): number | undefined {
  const match = /^(\d{1,15})(b|k|kb|m|mb|g|gb)?$/i.exec(text);
  if (!match) return undefined;
  const power = { k: 1, m: 2, g: 3 }[(match[2] ?? 'b').charAt(0).toLowerCase()] ?? 0;
  const bytes = Number(match[1]) * 1024 ** power;
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

const units: Record<string, number> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a Compose duration such as `90s`, `1m30s` or `500ms`, at most a day; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d{1,6}(?:us|ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(us|ms|s|m|h)/g))
    total += Number(amount) * (units[unit ?? ''] ?? 0);
  return total <= 86_400_000 ? Math.ceil(total) : undefined;
}

/** A duration as Compose reads it. */
export function printDuration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
