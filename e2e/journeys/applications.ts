import { randomUUID } from 'node:crypto';
import type { Tomo } from '../support/app';
import { secondProcess } from '../support/process';
import { change, stored } from './stored';

/** Puts an application of one's own into the catalogue, past any page: `services` and `more` as YAML. Returns its id. */
export async function defineApplication(
  tomo: Tomo,
  slug: string,
  services: object,
  more: object = {},
): Promise<string> {
  const described = {
    tomo: 1,
    id: slug,
    name: slug,
    version: '1',
    category: 'utility',
    tagline: 'For a test.',
    license: 'MIT',
    compose: { services },
    ...more,
  };
  // JSON is YAML.
  const source = `import { readNativeApp } from '@/lib/applications/native/read';
    console.log(JSON.stringify(readNativeApp({ text: ${JSON.stringify(JSON.stringify(described, null, 1))} })));`;
  const read = JSON.parse(await secondProcess(source).output);
  if (read.verdict === 'rejected') throw new Error(`${slug}: ${JSON.stringify(read.problems)}`);
  const [category] = await stored(tomo, "SELECT id FROM app_categories WHERE slug = 'utility'");
  const id = randomUUID();
  const now = new Date().toISOString();
  await change(
    tomo,
    `INSERT INTO applications (id, slug, name, description, app_version, category_id, source, format, definition,
       content_hash, privileges, created_at, updated_at)
     VALUES (?, ?, ?, 'For a test.', '1', ?, 'custom', 'native', ?, ?, ?, ?, ?)`,
    [
      id,
      slug,
      slug,
      String(category?.id),
      JSON.stringify(read.model),
      read.contentHash,
      JSON.stringify(read.model.privileges),
      now,
      now,
    ],
  );
  return id;
}
