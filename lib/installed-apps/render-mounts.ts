import 'server-only';
import type { Mount } from '@/lib/applications/service-model';
import { composeLiteral, composeText } from './compose-text';
import type { RenderInput, VolumeChoice } from './render-input';

/** Long syntax with `create_host_path: false`: a missing folder is an error, never an empty folder owned by root. */
export function renderMount(
  { volumes }: RenderInput,
  mount: Mount,
  used: Set<string>,
): Record<string, unknown> {
  const target = composeLiteral(mount.target);
  const bind = (source: string, readOnly: boolean) => ({
    type: 'bind',
    source,
    target,
    read_only: readOnly,
    bind: { create_host_path: false },
  });
  if (mount.kind === 'file') return bind(`./files/${mount.file}`, true);
  if (mount.kind === 'host') return bind(composeLiteral(mount.source), mount.readOnly);
  if (mount.kind === 'field') return bind(composeText([{ ref: mount.field }], used), mount.readOnly);
  const place: VolumeChoice = volumes[mount.volume] ?? { kind: 'named' };
  if (place.kind === 'named')
    return { type: 'volume', source: mount.volume, target, read_only: mount.readOnly };
  return bind(
    place.kind === 'folder' ? `./data/${mount.volume}` : composeLiteral(place.path),
    mount.readOnly,
  );
}
