import { describe, expect, it } from 'vitest';
import { can, type Permission, type Role } from './permissions';

const user: Permission[] = [
  'dashboard.read',
  'servers.read',
  'apps.read',
  'catalogue.read',
  'metrics.read',
  'jobs.read',
  'audit.read',
  'profile.manage',
];
const operator: Permission[] = [
  'servers.address',
  'servers.operate',
  'apps.operate',
  'apps.secrets',
  'apps.logs',
  'jobs.output',
  'jobs.operate',
];
const admin: Permission[] = [
  'servers.manage',
  'catalogue.manage',
  'audit.read_all',
  'audit.verify',
  'users.manage',
  'settings.manage',
  'system.read',
];

describe('who may do what', () => {
  const allowed: Record<Role, Permission[]> = {
    user,
    operator: [...user, ...operator],
    admin: [...user, ...operator, ...admin],
  };
  const all = allowed.admin;

  for (const role of ['user', 'operator', 'admin'] as const) {
    it(`gives ${role} exactly ${allowed[role].length} of ${all.length} permissions`, () => {
      expect(all.filter((permission) => can(role, permission))).toEqual(allowed[role]);
    });
  }

  it('refuses a role or permission that nobody defined', () => {
    expect(can('root' as Role, 'servers.read')).toBe(false);
    for (const name of ['servers.everything', '__proto__', 'constructor', 'toString', '']) {
      expect(can('admin', name as Permission)).toBe(false);
    }
  });
});
