import { sql } from 'drizzle-orm';
import { check, index, integer, real, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import { boolean, createdAt, id, json, oneOf, timestamp, updatedAt, version } from '@/db/columns';
import { users } from '@/db/users/tables';

export const marketplaceRepos = sqliteTable(
  'marketplace_repos',
  {
    id: id(),
    name: text('name').notNull(),
    url: text('url').notNull(),
    branch: text('branch').notNull().default('main'),
    repoType: text('repo_type', { enum: ['official', 'community', 'personal'] })
      .notNull()
      .default('community'),
    enabled: boolean('enabled').notNull().default(true),
    status: text('status', { enum: ['pending', 'active', 'error'] })
      .notNull()
      .default('pending'),
    format: text('format').notNull().default('auto'),
    subdir: text('subdir'),
    pinnedRef: text('pinned_ref'),
    syncIntervalHours: integer('sync_interval_hours'),
    lastCommit: text('last_commit'),
    treeHash: text('tree_hash'),
    lastAttemptAt: timestamp('last_attempt_at'),
    lastSyncedAt: timestamp('last_synced_at'),
    appCount: integer('app_count').notNull().default(0),
    attentionCount: integer('attention_count').notNull().default(0),
    rejectedCount: integer('rejected_count').notNull().default(0),
    syncReport: json<unknown>('sync_report'),
    errorMessage: text('error_message'),
    credentialsSealed: text('credentials_sealed'),
    keyId: text('key_id'),
    version: version(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('marketplace_repos_address').on(t.url, t.branch),
    oneOf('marketplace_repos_repo_type', t.repoType),
    oneOf('marketplace_repos_status', t.status),
  ],
);

/** Why an app got its verdict, with the place in its file. */
export type VerdictReason = {
  code: string;
  level: string;
  file: string;
  line?: number;
  column?: number;
  at?: string;
  text: string;
};

export const marketplaceApps = sqliteTable(
  'marketplace_apps',
  {
    id: id(),
    repoId: text('repo_id')
      .notNull()
      .references(() => marketplaceRepos.id, { onDelete: 'cascade' }),
    slug: text('slug').notNull(),
    path: text('path').notNull(),
    format: text('format').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    longDescription: text('long_description'),
    appVersion: text('app_version'),
    category: text('category').notNull().default('other'),
    tags: json<string[]>('tags').notNull().default([]),
    icon: text('icon'),
    iconHash: text('icon_hash'),
    screenshots: json<string[]>('screenshots').notNull().default([]),
    author: text('author'),
    maintainers: json<string[]>('maintainers').notNull().default([]),
    license: text('license'),
    repository: text('repository'),
    documentation: text('documentation'),
    definition: json<unknown>('definition'),
    contentHash: text('content_hash'),
    sourceHash: text('source_hash'),
    commitSha: text('commit_sha').notNull(),
    requirements: json<unknown>('requirements').notNull().default({}),
    privileges: json<unknown[]>('privileges').notNull().default([]),
    images: json<unknown[]>('images').notNull().default([]),
    verdict: text('verdict', { enum: ['ready', 'attention', 'rejected'] }).notNull(),
    reasons: json<VerdictReason[]>('reasons').notNull().default([]),
    upstreamCategory: text('upstream_category'),
    featured: boolean('featured').notNull().default(false),
    installCount: integer('install_count').notNull().default(0),
    avgRating: real('avg_rating'),
    ratingCount: integer('rating_count').notNull().default(0),
    removedAt: timestamp('removed_at'),
    changedAt: timestamp('changed_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('marketplace_apps_repo_slug').on(t.repoId, t.slug),
    index('marketplace_apps_category').on(t.category),
    oneOf('marketplace_apps_verdict', t.verdict),
  ],
);

export const appRatings = sqliteTable(
  'app_ratings',
  {
    id: id(),
    appId: text('app_id')
      .notNull()
      .references(() => marketplaceApps.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    rating: integer('rating').notNull(),
    comment: text('comment'),
    hiddenAt: timestamp('hidden_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('app_ratings_app_user').on(t.appId, t.userId),
    index('app_ratings_user').on(t.userId),
    check('app_ratings_stars', sql`${t.rating} BETWEEN 1 AND 5`),
  ],
);

export type MarketplaceRepoRow = typeof marketplaceRepos.$inferSelect;
export type MarketplaceAppRow = typeof marketplaceApps.$inferSelect;
export type AppRatingRow = typeof appRatings.$inferSelect;
