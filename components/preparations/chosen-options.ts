import type { PreparationOptions } from '@/lib/preparations/schema';

/** What the form of a preparation says, as its route takes it. What is not chosen is left out. */
export function chosenOptions(form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const ports = text('openPorts')
    .split(',')
    .map((port) => port.trim())
    .filter(Boolean);
  const options: { [Key in keyof PreparationOptions]: unknown } = {
    dockerSource: text('dockerSource') || undefined,
    logRotation: form.has('logRotation')
      ? { maxSizeMb: Number(text('maxSizeMb')), maxFiles: Number(text('maxFiles')) }
      : undefined,
    liveRestore: form.has('liveRestore') || undefined,
    restartDocker: form.has('restartDocker') || undefined,
    securityUpgrades: form.has('securityUpgrades') || undefined,
    timeSync: form.has('timeSync') || undefined,
    openPorts: ports.length > 0 ? ports : undefined,
    ownAccount: form.has('ownAccount') ? text('ownAccountName') : undefined,
    swapMb: text('swapMb') ? Number(text('swapMb')) : undefined,
  };
  return options;
}
