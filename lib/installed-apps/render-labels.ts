import 'server-only';
import type { Service } from '@/lib/applications/service-model';
import { composeLiteral } from './compose-text';
import { containerLabels, labelPrefix } from './labels';
import { fileContent } from './project-files';
import type { RenderInput } from './render-input';

/**
 * Labels of a service's container. The fingerprint of its mounted files is among them, because Compose recreates a
 * container when its labels change, but not when a mounted file does.
 */
export function renderLabels(
  input: RenderInput,
  variables: Readonly<Record<string, string>>,
  service: Service,
): Record<string, string> {
  const { model, instance, origin } = input;
  const labels = containerLabels({
    instanceId: instance.id,
    appId: instance.appId,
    slug: model.slug,
    version: model.version,
    repository: origin.repository,
    revision: origin.commit,
  });
  const paths = service.mounts.flatMap((mount) => (mount.kind === 'file' ? [mount.file] : []));
  const contents = model.files
    .filter((file) => paths.includes(file.path))
    .map((file) => fileContent(file, variables));
  const mounted = [...contents, ...service.secrets.map((key) => variables[key] ?? '')];
  const all =
    mounted.length > 0
      ? { ...labels, [`${labelPrefix}.files`]: input.fingerprint(JSON.stringify(mounted)) }
      : labels;
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, composeLiteral(value)]));
}
