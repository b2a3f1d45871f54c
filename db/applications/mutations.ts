import 'server-only';
import { eq } from 'drizzle-orm';
import { appCategories, applications } from '@/db/applications/tables';
import type { Tx } from '@/db/write';

const CATEGORIES = [
  {
    slug: 'media',
    name: 'Media',
    description: 'Films, music, photos and books',
    icon: 'clapperboard',
    color: 'chart-1',
  },
  {
    slug: 'productivity',
    name: 'Productivity',
    description: 'Documents, notes, calendars and tasks',
    icon: 'notebook-pen',
    color: 'chart-2',
  },
  {
    slug: 'networking',
    name: 'Networking',
    description: 'Proxies, DNS, VPN and remote access',
    icon: 'network',
    color: 'chart-3',
  },
  {
    slug: 'automation',
    name: 'Automation',
    description: 'Smart homes, workflows and scheduled work',
    icon: 'workflow',
    color: 'chart-4',
  },
  {
    slug: 'monitoring',
    name: 'Monitoring',
    description: 'Uptime, metrics and logs',
    icon: 'activity',
    color: 'chart-5',
  },
  {
    slug: 'storage',
    name: 'Storage',
    description: 'Files, synchronisation and backups',
    icon: 'hard-drive',
    color: 'chart-6',
  },
  {
    slug: 'security',
    name: 'Security',
    description: 'Passwords, sign-in and protection',
    icon: 'shield',
    color: 'chart-7',
  },
  {
    slug: 'development',
    name: 'Development',
    description: 'Source code, builds and tools',
    icon: 'code',
    color: 'chart-8',
  },
  {
    slug: 'database',
    name: 'Databases',
    description: 'Databases, caches and their tools',
    icon: 'database',
    color: 'chart-1',
  },
  {
    slug: 'utility',
    name: 'Utilities',
    description: 'Small helpers for everyday use',
    icon: 'wrench',
    color: 'chart-2',
  },
  {
    slug: 'other',
    name: 'Other',
    description: 'Everything that fits nowhere else',
    icon: 'package',
    color: 'chart-3',
  },
];

/**
 * Inserts the categories whose slug is missing; rows that exist keep what was changed in them. Returns how many were
 * inserted.
 */
export async function seedCategories(tx: Tx): Promise<number> {
  const rows = CATEGORIES.map((category, sortOrder) => ({ ...category, sortOrder }));
  const inserted = await tx
    .insert(appCategories)
    .values(rows)
    .onConflictDoNothing({ target: appCategories.slug })
    .returning({ id: appCategories.id });
  return inserted.length;
}

/** Adds an application. */
export async function insertApplication(tx: Tx, row: typeof applications.$inferInsert): Promise<void> {
  await tx.insert(applications).values(row);
}

/** Changes an application. */
export async function updateApplication(
  tx: Tx,
  id: string,
  patch: Partial<typeof applications.$inferInsert>,
): Promise<void> {
  await tx.update(applications).set(patch).where(eq(applications.id, id));
}
