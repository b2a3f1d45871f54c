import 'server-only';
import { findApplicationWithCategory, listApplications, listInstallations } from '@/db/applications/queries';
import { database } from '@/db/client';
import { can } from '@/lib/auth/permissions';
import { defineLoader } from '@/lib/procedures/loader';
import { notFound } from '@/lib/runtime/errors';
import { isId } from '@/lib/runtime/ids';
import { applicationDetail, applicationSummary, type Installation } from './views';

/** The catalogue: every application that may be deployed, with where it is installed. */
export const loadApplications = defineLoader('catalogue.read', async (actor) => {
  const [rows, installed] = await Promise.all([listApplications(database()), listInstallations(database())]);
  const byApplication = new Map<string, Installation[]>();
  for (const { applicationId, ...installation } of installed)
    byApplication.set(applicationId, [...(byApplication.get(applicationId) ?? []), installation]);
  return {
    applications: rows.map((row) => applicationSummary(row, byApplication.get(row.id) ?? [])),
    mayDeploy: can(actor.role, 'apps.operate'),
  };
});

/** One application with what it will do on a server. */
export const loadApplication = defineLoader('catalogue.read', async (actor, applicationId: string) => {
  const found = isId(applicationId)
    ? await findApplicationWithCategory(database(), applicationId)
    : undefined;
  if (!found) throw notFound('This application');
  const installed = await listInstallations(database(), applicationId);
  const installations = installed.map(({ applicationId: _, ...installation }) => installation);
  return { ...applicationDetail(found, installations), mayDeploy: can(actor.role, 'apps.operate') };
});
