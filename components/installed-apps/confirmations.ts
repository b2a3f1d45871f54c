import { createElement } from 'react';
import type { Confirmation } from '@/components/form/confirmation';
import { postJob, type StartedJob } from '@/components/jobs/post-job';
import { appMessages as words } from './messages';
import { VolumeSizes } from './volume-sizes';

/** What the dialogs of an app need to know about it. */
export type ConfirmedApp = {
  id: string;
  displayName: string;
  instanceName: string;
  serverName: string;
  /** Names of its volumes. */
  volumes: string[];
};

type JobConfirmation = Confirmation<StartedJob>;

/** Tier 1: the app is unavailable until somebody starts it. */
export function stopConfirmation({ id, displayName }: ConfirmedApp): JobConfirmation {
  return {
    tier: 1,
    title: words.stopTitle(displayName),
    consequence: words.stopConsequence(displayName),
    confirm: words.stopTitle(displayName),
    running: words.stopping,
    action: () => postJob(`/api/v1/apps/${id}/stops`, {}),
  };
}

/** Tier 1: the app is unavailable for a moment. */
export function restartConfirmation({ id, displayName }: ConfirmedApp): JobConfirmation {
  return {
    tier: 1,
    title: words.restartTitle(displayName),
    consequence: words.restartConsequence(displayName),
    confirm: words.restartTitle(displayName),
    running: words.restarting,
    action: () => postJob(`/api/v1/apps/${id}/restarts`, {}),
  };
}

/** Tier 1: one service is unavailable for a moment; the others run on. */
export function restartServiceConfirmation(
  { id, displayName }: Pick<ConfirmedApp, 'id' | 'displayName'>,
  service: string,
): JobConfirmation {
  return {
    tier: 1,
    title: words.restartTitle(service),
    consequence: words.restartServiceConsequence(service, displayName),
    confirm: words.restartTitle(service),
    running: words.restarting,
    action: () => postJob(`/api/v1/apps/${id}/restarts`, { service }),
  };
}

/** Tier 2: the app goes, its data stays with what that data needs. */
export function removeConfirmation({ id, displayName, serverName, volumes }: ConfirmedApp): JobConfirmation {
  const kept = volumes.length > 0;
  return {
    tier: 2,
    title: words.removeTitle(displayName),
    consequence: words.removeText(serverName),
    goes: kept ? [...words.removeGoes] : [...words.removeGoes, words.removeFiles],
    stays: [
      ...volumes.map(words.removeVolume),
      ...(kept ? [words.removeKeepsEnv] : []),
      ...words.removeStays,
    ],
    options: kept ? createElement(VolumeSizes, { appId: id }) : undefined,
    confirm: words.removeConfirm(displayName),
    running: words.removing,
    action: () => postJob(`/api/v1/apps/${id}/removals`, { volumes: false }),
  };
}

/** Tier 3: the app goes with everything it kept. */
export function removeAllConfirmation({
  id,
  displayName,
  instanceName,
  serverName,
  volumes,
}: ConfirmedApp): JobConfirmation {
  return {
    tier: 3,
    title: words.removeAllTitle(displayName),
    consequence: words.removeText(serverName),
    goes: [...volumes.map(words.removeVolumeAll), ...words.removeGoes, words.removeFiles],
    stays: [...words.removeStays],
    options: createElement(VolumeSizes, { appId: id }),
    confirm: words.removeAllConfirm(instanceName, volumes.length),
    running: words.removing,
    typed: { text: instanceName },
    action: (_previous, form) =>
      postJob(`/api/v1/apps/${id}/removals`, {
        volumes: true,
        reauthPassword: form.get('reauthPassword') ?? undefined,
      }),
  };
}
