import 'server-only';

/** The reverse-DNS prefix of every label Tomo sets. Only objects that carry our `instance` are ever changed or removed. */
export const labelPrefix = 'dev.tomo';

/** Label that names the installed app (`installed_apps.id`) an object belongs to. */
export const instanceLabel = `${labelPrefix}.instance`;

/** Label that marks everything Tomo made. */
const managedLabel = `${labelPrefix}.managed`;

export type AppLabels = {
  instanceId: string;
  appId: string;
  slug: string;
  version: string;
  repository?: string;
  revision?: string;
};

/**
 * Labels of networks and volumes. They never change over the life of an app: a volume whose configuration differs makes
 * Compose offer to recreate it, which would lose its data.
 */
export function lastingLabels(instanceId: string): Record<string, string> {
  return { [managedLabel]: 'true', [instanceLabel]: instanceId };
}

/** Labels of containers. No secrets. */
export function containerLabels({
  instanceId,
  appId,
  slug,
  version,
  repository,
  revision,
}: AppLabels): Record<string, string> {
  return {
    ...lastingLabels(instanceId),
    [`${labelPrefix}.app.id`]: appId,
    [`${labelPrefix}.app.slug`]: slug,
    [`${labelPrefix}.app.version`]: version,
    ...(repository === undefined ? {} : { [`${labelPrefix}.repository`]: repository }),
    ...(revision === undefined ? {} : { [`${labelPrefix}.revision`]: revision }),
  };
}
