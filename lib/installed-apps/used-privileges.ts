import 'server-only';
import { isWithin } from '@/lib/applications/abs-path';
import type { Model } from '@/lib/applications/model';
import { pathPrivilege, servicePrivileges } from '@/lib/applications/privileges';
import type { RenderInput } from './render-input';

type Choices = Pick<RenderInput, 'ports' | 'volumes'> & {
  server: Pick<RenderInput['server'], 'sharedFolders'>;
};

/**
 * Every privilege that this very deployment uses, sorted: those of the services, a port below 1024 on every address, and
 * folders of the server that were chosen for volumes outside the shared ones.
 */
export function usedPrivileges(model: Model, { ports, volumes, server }: Choices): string[] {
  const isLow = ports.some((choice) => choice.port < 1024 && isWildcard(choice.address));
  const paths = Object.values(volumes).flatMap((place) => (place.kind === 'path' ? [place.path] : []));
  const outside = paths.filter((path) => !server.sharedFolders.some((root) => isWithin(path, root)));
  const ids = [
    ...Object.values(model.services).flatMap(servicePrivileges),
    ...(isLow ? ['low-port'] : []),
    ...outside.map(pathPrivilege),
  ];
  return [...new Set(ids)].sort();
}

/** Whether an address stands for every address of the server. */
export function isWildcard(address: string): boolean {
  return address === '' || address === '*' || address === '0.0.0.0' || address === '::' || address === '[::]';
}
