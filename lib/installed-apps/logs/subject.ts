import 'server-only';
import { database } from '@/db/client';
import { findInstalledApp, findNewestVersion, findVersion } from '@/db/installed-apps/queries';
import { modelSchema } from '@/lib/applications/model';
import type { Secret } from '@/lib/crypto/secret';
import { notFound } from '@/lib/runtime/errors';
import { openSecrets } from '../version-secrets';

/** An app whose logs are read: where it runs, its services, and what must never be shown of it. */
export type LogSubject = { appId: string; serverId: string; services: string[]; secrets: Secret[] };

/** Throws `not_found` for an app that does not exist. */
export async function requireApp({ params }: { params: { appId: string } }): Promise<void> {
  if (!(await findInstalledApp(database(), params.appId))) throw notFound('This app');
}

/** What is read for the logs of an app. Throws `not_found` for one that does not exist. */
export async function logSubject(appId: string): Promise<LogSubject> {
  const app = await findInstalledApp(database(), appId);
  if (!app) throw notFound('This app');
  const newest = await findNewestVersion(database(), appId);
  const current = app.currentVersionId ? await findVersion(database(), app.currentVersionId) : newest;
  const model = modelSchema.safeParse((current ?? newest)?.definition);
  // An older container may still print what a newer version replaced.
  const versions = [...new Map([current, newest].flatMap((one) => (one ? [[one.id, one]] : []))).values()];
  return {
    appId,
    serverId: app.serverId,
    services: model.success ? Object.keys(model.data.services).sort() : [],
    secrets: versions.flatMap((version) => [...openSecrets(version).values()]),
  };
}

/** The services that a reader asked for. Throws `not_found` for one that the app does not have. */
export function wantedServices({ services }: LogSubject, service: string | undefined): string[] {
  if (service === undefined) return services;
  if (!services.includes(service)) throw notFound('This service');
  return [service];
}
