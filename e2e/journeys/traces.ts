import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Secrets by the name under which a trace of them is reported. */
export type Secrets = Record<string, string>;

/** Every way in which somebody may have written a text down: raw, escaped, encoded. */
export function spellingsOf(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  // In the middle of something longer, base64 begins at any of three places; the ends depend on the neighbours.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(shift === 0 ? 0 : shift + 1, -2),
  );
  const all = [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    new URLSearchParams({ x: text }).toString().slice(2),
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll("'", '&#x27;'),
    text.replaceAll("'", "'\\''"),
    ...shifted,
    ...shifted.map((part) => part.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
  return [...new Set(all)];
}

/** Names of the secrets that can be read in `content`, in any spelling. */
export function tracesIn(content: string | Buffer, secrets: Secrets): string[] {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return Object.entries(secrets)
    .filter(
      ([, secret]) =>
        bytes.includes(Buffer.from(secret, 'utf16le')) ||
        spellingsOf(secret).some((spelling) => bytes.includes(spelling)),
    )
    .map(([name]) => name);
}

/** Files of a folder that hold a secret, with its name. */
export async function tracesInFolder(folder: string, secrets: Secrets): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    found.push(...tracesIn(await readFile(file), secrets).map((name) => `${name} in ${file}`));
  }
  return found;
}
