import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as schema from '@/db/schema';
import { readme } from './compose';
import { domains } from './domains';

test('the committed page is what the code says', async () => {
  expect(await readFile('db/README.md', 'utf8'), 'run npm run db:readme').toBe(readme());
});

test('every table is on the page exactly once', () => {
  const described = domains.flatMap(({ tables }) => tables.map(({ table }) => table));
  expect(new Set(described)).toEqual(new Set(Object.values(schema)));
  expect(described).toHaveLength(27);
});

test('what matters about a column is on the page', () => {
  const page = readme().replaceAll(/ +\|/g, ' |');
  expect(page).toContain('| `port` | integer | | `22` | | SSH port |');
  expect(page).toContain('→ servers (restrict)');
  expect(page).toContain('- unique (host, port, username) where `"jump_server_id" IS NULL`');
  expect(page).toContain('- check `"port" BETWEEN 1 AND 65535`');
  expect(page).toContain('`unknown` `online` `offline` `host_key_changed`');
  expect(page).toContain('users ||--o{ sessions : "user_id"');
});
