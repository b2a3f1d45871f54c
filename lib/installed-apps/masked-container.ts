import 'server-only';
import type { ContainerDetail } from '@/lib/docker/container-shapes';
import { makeRedactor } from '@/lib/jobs/redact';
import { type LogSubject, logSubject } from './logs/subject';

type Secrets = LogSubject['secrets'];

/** The secrets of an app that none of its containers may tell; undefined when they cannot be opened. */
export async function secretsOf(installedAppId: string): Promise<Secrets | undefined> {
  return logSubject(installedAppId).then(
    ({ secrets }) => secrets,
    () => undefined,
  );
}

/**
 * The container with the words of its health check and of its engine masked like its log: they are stored and shown beside
 * it. Without the secrets nothing of them is kept.
 */
export function maskedContainer(container: ContainerDetail, secrets: Secrets | undefined): ContainerDetail {
  const redactor = makeRedactor();
  for (const secret of secrets ?? []) redactor.add(secret);
  const masked = (text: string | undefined) =>
    text === undefined || secrets === undefined ? undefined : redactor.redact(text);
  const { state } = container;
  const health = state.health && { ...state.health, lastOutput: masked(state.health.lastOutput) };
  return { ...container, state: { ...state, error: masked(state.error), health } };
}
