export type Role = 'admin' | 'operator' | 'user';

const everyone = ['user', 'operator', 'admin'] as const;
const operators = ['operator', 'admin'] as const;
const admins = ['admin'] as const;

/** Who may do what: the only copy. Screens ask `can`, the doors refuse. */
const table = {
  'dashboard.read': everyone,
  'servers.read': everyone,
  /** Host, port and account of servers, and what only shows with them: logs, raw facts. */
  'servers.address': operators,
  /** Check, prepare, act on containers. */
  'servers.operate': operators,
  /** Trust: add, change, remove servers; credentials; host keys. */
  'servers.manage': admins,
  'apps.read': everyone,
  /** Deploy, configure, start, stop, update, remove; import applications and write custom ones. */
  'apps.operate': operators,
  'apps.secrets': operators,
  /** What the containers of apps print. */
  'apps.logs': operators,
  'catalogue.read': everyone,
  /** Trust: repositories, categories, privileges that an application asks for. */
  'catalogue.manage': admins,
  'metrics.read': everyone,
  'jobs.read': everyone,
  'jobs.output': operators,
  'jobs.operate': operators,
  /** One's own entries; operators also those on servers and apps. */
  'audit.read': everyone,
  'audit.read_all': admins,
  'audit.verify': admins,
  'profile.manage': everyone,
  'users.manage': admins,
  'settings.manage': admins,
  'system.read': admins,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof table;

/** Whether `role` may do what `permission` names. Whatever is not in the table is refused. */
export function can(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] | undefined = Object.hasOwn(table, permission) ? table[permission] : undefined;
  return roles?.includes(role) ?? false;
}
