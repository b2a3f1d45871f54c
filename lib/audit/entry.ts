/** Who acted, as the ledger remembers it: copies, because the user, session or token may vanish. */
export type AuditActor = {
  type: 'user' | 'token' | 'system' | 'cli' | 'anonymous';
  userId: string | null;
  name: string;
  sessionId?: string | null;
  requestId?: string | null;
  clientIp?: string | null;
  userAgent?: string | null;
};

export type AuditOutcome = 'intent' | 'ok' | 'denied' | 'failed' | 'unknown';

/** What the ledger records of one act. Values never hold a secret; name a changed secret field and write `[redacted]`. */
export type AuditEntry = {
  actor: AuditActor;
  /** One of: user, auth, server, preparation, app, marketplace, setting, log, audit, database, system. */
  entityType: AuditEntityType;
  entityId: string;
  entityName?: string | null;
  /** Lower-case verb of schema.md, for example `create`, `host_key_trust`. */
  action: AuditAction;
  outcome?: AuditOutcome;
  /** For the outcome row of an earlier intent: its seq. */
  intentSeq?: number;
  serverId?: string | null;
  jobId?: string | null;
  oldValue?: AuditValue;
  newValue?: AuditValue;
  changeReason?: string;
};

export type AuditValue = Record<string, unknown> | null;

/** The product itself: schedules, recovery, start-up. */
export const systemActor: AuditActor = { type: 'system', userId: null, name: 'Tomo' };

export const auditEntityTypes = [
  'user',
  'auth',
  'server',
  'preparation',
  'app',
  'marketplace',
  'setting',
  'log',
  'audit',
  'database',
  'system',
] as const;
export type AuditEntityType = (typeof auditEntityTypes)[number];

export const auditActions = [
  'create',
  'update',
  'delete',
  'login',
  'login_failed',
  'logout',
  'unlock',
  'password_change',
  'password_reset',
  'session_revoke',
  'credential_change',
  'host_key_trust',
  'host_key_mismatch',
  'host_key_replace',
  'connect',
  'command',
  'prepare',
  'plan',
  'undo',
  'install',
  'configure',
  'start',
  'stop',
  'restart',
  'uninstall',
  'cancel',
  'retry',
  'verify',
  'reveal',
  'setup',
  'access_denied',
] as const;
export type AuditAction = (typeof auditActions)[number];
