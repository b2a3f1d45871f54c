import { z } from 'zod';

type Definition = {
  rule: z.ZodType;
  default: string | number | boolean;
  scope: 'system' | 'user_overridable';
  adminOnly: boolean;
  description: string;
};

const whole = (min: number, max: number) => z.int().min(min).max(max);

function admin<Rule extends z.ZodType>(
  rule: Rule,
  value: z.output<Rule> & Definition['default'],
  description: string,
) {
  return { rule, default: value, scope: 'system', adminOnly: true, description } as const;
}

function everyone<Rule extends z.ZodType>(
  rule: Rule,
  value: z.output<Rule> & Definition['default'],
  description: string,
) {
  return { rule, default: value, scope: 'system', adminOnly: false, description } as const;
}

/** Every setting that something obeys: rule, default, who sees it. The authority; rows in `system_settings` follow it. */
export const settings = {
  'system.instance_name': everyone(
    z.string().min(1).max(60),
    'Tomo',
    'Name of this instance in titles and key comments',
  ),
  'security.session_idle_minutes': admin(
    whole(5, 1440),
    720,
    'A session ends after this time without a request',
  ),
  'security.session_absolute_hours': admin(whole(1, 168), 168, 'A session ends this long after sign-in'),
  'security.max_sessions_per_user': admin(
    whole(1, 50),
    10,
    'The oldest session ends when a person opens one more',
  ),
  'security.reauth_minutes': everyone(
    whole(1, 60),
    10,
    'Age of the last password entry for re-confirmed acts',
  ),
  'security.lockout_threshold': admin(
    whole(3, 10),
    10,
    'Failed sign-ins of one account per window, all unknown devices together',
  ),
  'security.lockout_window_minutes': admin(whole(5, 60), 15, 'Length of that window'),
  'security.lockout_address_threshold': admin(
    whole(10, 1000),
    30,
    'Failed sign-ins of one address per window',
  ),
  'security.lockout_hold_threshold': admin(
    whole(20, 100),
    100,
    'Failures since success after which unknown devices wait for a release',
  ),
  'security.password_min_length': everyone(whole(8, 64), 15, 'Shortest password that is accepted'),
  'servers.default_port': admin(whole(1, 65535), 22, 'Port proposed when a server is added'),
  'servers.default_username': admin(
    z.string().min(1).max(32),
    'root',
    'Account proposed when a server is added',
  ),
  'servers.docker_source': admin(
    z.enum(['vendor', 'distribution']),
    'vendor',
    'Where the next preparation takes Docker from',
  ),
  'servers.docker_repository_url': admin(
    z.url({ protocol: /^https?$/ }),
    'https://download.docker.com/linux',
    "Address of the vendor's package repository, or of a mirror of it",
  ),
  'servers.docker_repository_fingerprint': admin(
    z.string().regex(/^[0-9A-F]{40}$/),
    '9DC858229FC7DD38854AE2D88D81803C0EBFCD88',
    'Fingerprint of the key that signs that repository',
  ),
  'servers.commands_enabled': admin(
    z.boolean(),
    false,
    'Administrators may run commands on servers; off = the door is missing',
  ),
  'ssh.connect_timeout_seconds': admin(
    whole(3, 60),
    15,
    'Limit for connecting: TCP, host key and sign-in together',
  ),
  'ssh.keepalive_seconds': admin(
    whole(5, 120),
    10,
    'Interval of keep-alive messages; three missing answers close a connection',
  ),
  'ssh.idle_close_seconds': admin(whole(30, 3600), 600, 'An unused connection is closed after this time'),
  'ssh.command_timeout_seconds': admin(
    whole(10, 3600),
    120,
    'Limit of a command that states none of its own',
  ),
  'jobs.concurrency': admin(whole(1, 16), 4, 'Jobs that run at the same time'),
  'jobs.step_timeout_minutes': admin(whole(1, 120), 15, 'Limit of a step that states none of its own'),
  'jobs.log_limit_mb': admin(
    whole(4, 256),
    64,
    'Stored output of one job; beyond it the middle is cut and marked',
  ),
  'metrics.enabled': everyone(z.boolean(), true, 'Collect metrics'),
  'metrics.interval_seconds': everyone(whole(10, 3600), 60, 'Interval of samples'),
  'metrics.watched_interval_seconds': everyone(
    whole(5, 60),
    10,
    'Interval while somebody looks at the server',
  ),
  'metrics.containers_enabled': everyone(z.boolean(), true, 'Collect metrics of containers'),
  'metrics.offline_after_failures': everyone(
    whole(1, 10),
    3,
    'Failed probes before a server counts as offline',
  ),
  'metrics.threshold_minutes': everyone(whole(1, 60), 5, 'A mean over this time must pass a threshold'),
  'metrics.hysteresis_percent': everyone(
    whole(0, 20),
    5,
    'How far below a threshold a mean must fall to clear it',
  ),
  'metrics.cpu_warning_percent': everyone(whole(1, 100), 80, 'CPU use that is marked as a warning'),
  'metrics.cpu_critical_percent': everyone(whole(1, 100), 95, 'CPU use that is marked as critical'),
  'metrics.memory_warning_percent': everyone(whole(1, 100), 80, 'Memory use that is marked as a warning'),
  'metrics.memory_critical_percent': everyone(whole(1, 100), 90, 'Memory use that is marked as critical'),
  'metrics.disk_warning_percent': everyone(whole(1, 100), 85, 'Disk use that is marked as a warning'),
  'metrics.disk_critical_percent': everyone(whole(1, 100), 95, 'Disk use that is marked as critical'),
  'apps.port_suggest_min': everyone(whole(1024, 32767), 10000, 'Where a free port is sought, from'),
  'apps.port_suggest_max': everyone(whole(1024, 32767), 19999, 'Where a free port is sought, to'),
  'apps.health_timeout_seconds': everyone(
    whole(10, 900),
    120,
    'An app that is not healthy after this time has failed',
  ),
  'apps.container_log_max_mb': everyone(whole(1, 100), 10, 'Size of one log file of a container'),
  'apps.container_log_files': everyone(whole(1, 10), 3, 'Log files kept per container'),
  'retention.metrics_raw_hours': admin(whole(1, 23), 2, 'Raw samples are kept this long'),
  'retention.metrics_days': admin(whole(1, 30), 7, 'Samples per minute are kept this long'),
  'retention.container_metrics_days': admin(
    whole(1, 7),
    1,
    'Samples per minute of containers are kept this long',
  ),
  'retention.metrics_10m_days': admin(whole(2, 30), 7, 'Ten-minute means are kept this long'),
  'retention.metrics_1h_days': admin(whole(31, 365), 90, 'Hourly means are kept this long'),
  'retention.metrics_1d_days': admin(whole(366, 3650), 730, 'Daily means are kept this long'),
} satisfies Record<string, Definition>;

export type SettingKey = keyof typeof settings;
export type SettingValue<Key extends SettingKey> = z.output<(typeof settings)[Key]['rule']>;
