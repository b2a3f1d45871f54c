import type { AuditAction, AuditEntityType } from '@/lib/audit/entry';

/** Words of the audit log. */
const things: Record<AuditEntityType, string> = {
  user: 'user',
  auth: 'sign-in',
  server: 'server',
  preparation: 'server',
  app: 'app',
  marketplace: 'repository',
  setting: 'setting',
  log: 'log',
  audit: 'audit log',
  database: 'database file',
  system: 'job',
};

const verbs: Record<AuditAction, string> = {
  create: 'Added',
  update: 'Changed',
  delete: 'Removed',
  login: 'Signed in',
  login_failed: 'Sign-in refused',
  logout: 'Signed out',
  unlock: 'Released the sign-in of',
  password_change: 'Changed the password of',
  password_reset: 'Reset the password of',
  session_revoke: 'Ended a session of',
  credential_change: 'Changed the sign-in of',
  host_key_trust: 'Trusted the host key of',
  host_key_mismatch: 'Refused a changed host key of',
  host_key_replace: 'Accepted a new host key of',
  connect: 'Checked',
  command: 'Ran a command on',
  prepare: 'Prepared',
  plan: 'Planned',
  undo: 'Undone',
  install: 'Deployed',
  configure: 'Configured',
  start: 'Started',
  stop: 'Stopped',
  restart: 'Restarted',
  uninstall: 'Removed',
  cancel: 'Cancelled',
  retry: 'Retried preparing',
  verify: 'Verified the',
  reveal: 'Revealed a secret of',
  setup: 'Set up',
  access_denied: 'Was refused',
};

/** "Trusted the host key of server". */
export function actionWords(entityType: string, action: string): string {
  const verb = verbs[action as AuditAction] ?? action;
  if (entityType === 'auth') return verb;
  return `${verb} ${things[entityType as AuditEntityType] ?? entityType}`;
}

export const actionOptions = Object.entries(verbs).map(([value, label]) => ({
  value,
  label: label.replace(/ (the|of|on|a secret of)$/, ''),
}));
export const typeOptions = Object.entries(things).map(([value, label]) => ({
  value,
  label: label.replace(/ of$/, ''),
}));

export const auditMessages = {
  title: 'Audit log',
  text: 'Who did what, in a chain that shows every later change.',
  ownText: 'Your own entries.',
  operatorText: 'Entries on servers and apps, and your own.',
  lastAnchor: (seq: number) => `Remembered outside the database up to #${seq}`,
  lastVerified: (seq: number) => `Verified to #${seq}`,
  notVerified: 'No verification on record',
  noAnchor: 'Not yet remembered outside the database',
  verify: 'Verify',
  verifying: 'Starting…',
  empty: 'No entry yet.',
  emptyText: 'The first change writes the first entry.',
  noMatch: 'No entry matches these filters.',
  clearFilters: 'Clear filters',
  entry: (seq: number) => `Entry #${seq}`,
  close: 'Close',
  before: 'Before',
  after: 'After',
  checksum: 'Checksum',
  previous: 'Previous checksum',
  openJob: 'Open the job',
} as const;

export const outcomeWords = {
  intent: 'Begun',
  ok: 'Done',
  denied: 'Denied',
  failed: 'Failed',
  unknown: 'Unknown',
} as const;
