import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { boolean, createdAt, id, json, oneOf, timestamp, updatedAt, version } from '@/db/columns';
import { marketplaceApps } from '@/db/marketplace/tables';
import { users } from '@/db/users/tables';

export const appCategories = sqliteTable('app_categories', {
  id: id(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  description: text('description').notNull(),
  icon: text('icon').notNull(),
  color: text('color').notNull(),
  sortOrder: integer('sort_order').notNull().default(0),
});

export const applications = sqliteTable(
  'applications',
  {
    id: id(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    longDescription: text('long_description'),
    appVersion: text('app_version').notNull(),
    categoryId: text('category_id')
      .notNull()
      .references(() => appCategories.id, { onDelete: 'restrict' }),
    tags: json<string[]>('tags').notNull().default([]),
    icon: text('icon'),
    iconHash: text('icon_hash'),
    screenshots: json<string[]>('screenshots').notNull().default([]),
    author: text('author'),
    license: text('license'),
    repository: text('repository'),
    documentation: text('documentation'),
    source: text('source', { enum: ['marketplace', 'starter', 'custom'] }).notNull(),
    marketplaceAppId: text('marketplace_app_id')
      .unique()
      .references(() => marketplaceApps.id, { onDelete: 'set null' }),
    sourceRepoUrl: text('source_repo_url'),
    sourcePath: text('source_path'),
    sourceSlug: text('source_slug'),
    sourceCommit: text('source_commit'),
    format: text('format').notNull(),
    definition: json<unknown>('definition').notNull(),
    contentHash: text('content_hash').notNull(),
    requirements: json<unknown>('requirements').notNull().default({}),
    privileges: json<unknown[]>('privileges').notNull().default([]),
    consents: json<unknown[]>('consents').notNull().default([]),
    revision: integer('revision').notNull().default(1),
    reviewedBy: text('reviewed_by').references(() => users.id, { onDelete: 'set null' }),
    reviewedAt: timestamp('reviewed_at'),
    status: text('status', { enum: ['available', 'deprecated', 'disabled'] })
      .notNull()
      .default('available'),
    featured: boolean('featured').notNull().default(false),
    version: version(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('applications_source_slug').on(t.source, t.slug).where(sql`${t.source} <> 'marketplace'`),
    index('applications_category').on(t.categoryId, t.status),
    oneOf('applications_source', t.source),
    oneOf('applications_status', t.status),
    check('applications_content_hash', sql`length(${t.contentHash}) = 64`),
  ],
);

export type AppCategoryRow = typeof appCategories.$inferSelect;
export type ApplicationRow = typeof applications.$inferSelect;
