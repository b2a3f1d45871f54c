import 'server-only';
import type { Permission } from '@/lib/auth/permissions';
import type { PreparationOptions } from './schema';

/** What somebody must be allowed to do to prepare a server like this: another sign-in is for those who may set one. */
export function permissionFor({ ownAccount }: PreparationOptions): Permission {
  return ownAccount ? 'servers.manage' : 'servers.operate';
}
