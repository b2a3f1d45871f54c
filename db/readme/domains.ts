import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { appCategoriesMeaning, applicationsMeaning } from '@/db/applications/meaning';
import { auditCheckpointsMeaning, auditLogMeaning } from '@/db/audit/meaning';
import {
  installedAppsMeaning,
  installedAppVersionsMeaning,
  portClaimsMeaning,
} from '@/db/installed-apps/meaning';
import { jobLogsMeaning, jobStepsMeaning, jobsMeaning } from '@/db/jobs/meaning';
import { logEntriesMeaning } from '@/db/logs/meaning';
import { appRatingsMeaning, marketplaceAppsMeaning, marketplaceReposMeaning } from '@/db/marketplace/meaning';
import { containerMetricsMeaning, serverMetricsMeaning } from '@/db/metrics/meaning';
import { notificationsMeaning } from '@/db/notifications/meaning';
import { preparationLogsMeaning, serverPreparationsMeaning } from '@/db/preparations/meaning';
import * as schema from '@/db/schema';
import { serverCredentialsMeaning, serversMeaning } from '@/db/servers/meaning';
import { systemSettingsMeaning, userSettingsMeaning } from '@/db/settings/meaning';
import {
  loginThrottlesMeaning,
  oneTimeTokensMeaning,
  sessionsMeaning,
  usersMeaning,
} from '@/db/users/meaning';

/** A table with its words; `columns` is keyed as in TypeScript. */
export type Described = {
  table: SQLiteTable;
  meaning: { about: string; columns: Record<string, string | undefined> };
};

/** A section of README.md. */
export type Domain = { title: string; tables: Described[] };

/** Every table once, grouped as the folders of `db/` are. */
export const domains: Domain[] = [
  {
    title: 'People',
    tables: [
      { table: schema.users, meaning: usersMeaning },
      { table: schema.sessions, meaning: sessionsMeaning },
      { table: schema.oneTimeTokens, meaning: oneTimeTokensMeaning },
      { table: schema.loginThrottles, meaning: loginThrottlesMeaning },
    ],
  },
  {
    title: 'Settings',
    tables: [
      { table: schema.systemSettings, meaning: systemSettingsMeaning },
      { table: schema.userSettings, meaning: userSettingsMeaning },
    ],
  },
  {
    title: 'Servers',
    tables: [
      { table: schema.servers, meaning: serversMeaning },
      { table: schema.serverCredentials, meaning: serverCredentialsMeaning },
    ],
  },
  {
    title: 'Preparations',
    tables: [
      { table: schema.serverPreparations, meaning: serverPreparationsMeaning },
      { table: schema.preparationLogs, meaning: preparationLogsMeaning },
    ],
  },
  {
    title: 'Catalogue',
    tables: [
      { table: schema.appCategories, meaning: appCategoriesMeaning },
      { table: schema.applications, meaning: applicationsMeaning },
    ],
  },
  {
    title: 'Marketplace',
    tables: [
      { table: schema.marketplaceRepos, meaning: marketplaceReposMeaning },
      { table: schema.marketplaceApps, meaning: marketplaceAppsMeaning },
      { table: schema.appRatings, meaning: appRatingsMeaning },
    ],
  },
  {
    title: 'Installed apps',
    tables: [
      { table: schema.installedApps, meaning: installedAppsMeaning },
      { table: schema.installedAppVersions, meaning: installedAppVersionsMeaning },
      { table: schema.portClaims, meaning: portClaimsMeaning },
    ],
  },
  {
    title: 'Jobs',
    tables: [
      { table: schema.jobs, meaning: jobsMeaning },
      { table: schema.jobSteps, meaning: jobStepsMeaning },
      { table: schema.jobLogs, meaning: jobLogsMeaning },
    ],
  },
  {
    title: 'Metrics',
    tables: [
      { table: schema.serverMetrics, meaning: serverMetricsMeaning },
      { table: schema.containerMetrics, meaning: containerMetricsMeaning },
    ],
  },
  {
    title: 'Audit',
    tables: [
      { table: schema.auditLog, meaning: auditLogMeaning },
      { table: schema.auditCheckpoints, meaning: auditCheckpointsMeaning },
    ],
  },
  { title: 'System log', tables: [{ table: schema.logEntries, meaning: logEntriesMeaning }] },
  { title: 'Notifications', tables: [{ table: schema.notifications, meaning: notificationsMeaning }] },
];
