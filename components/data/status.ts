import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CircleQuestionMark,
  CircleStop,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  RotateCcw,
  ShieldAlert,
  ShieldQuestionMark,
  TriangleAlert,
  Unplug,
} from 'lucide-react';

export type Tone = 'success' | 'info' | 'warning' | 'danger' | 'neutral';

/** How a state is said: a word, an icon and a tone. Colour alone never says anything. */
export type Status = { word: string; icon: LucideIcon; tone: Tone };

/** Ordered as they are looked for: the first that holds is shown. */
export const serverStatus = {
  host_key_changed: { word: 'Host key changed', icon: ShieldAlert, tone: 'danger' },
  not_verified: { word: 'Not verified', icon: ShieldQuestionMark, tone: 'neutral' },
  preparing: { word: 'Preparing', icon: LoaderCircle, tone: 'info' },
  offline: { word: 'Offline', icon: Unplug, tone: 'danger' },
  unknown: { word: 'Unknown', icon: CircleQuestionMark, tone: 'neutral' },
  needs_attention: { word: 'Needs attention', icon: TriangleAlert, tone: 'warning' },
  online: { word: 'Online', icon: CircleCheck, tone: 'success' },
} as const satisfies Record<string, Status>;

/** Of a preparation, and `none` for a server that never had one. */
export const preparationStatus = {
  none: { word: 'Not prepared', icon: CircleDashed, tone: 'neutral' },
  pending: { word: 'Queued', icon: Clock, tone: 'neutral' },
  running: { word: 'Preparing', icon: LoaderCircle, tone: 'info' },
  completed: { word: 'Prepared', icon: CircleCheck, tone: 'success' },
  failed: { word: 'Failed', icon: CircleX, tone: 'danger' },
  cancelled: { word: 'Cancelled', icon: Ban, tone: 'neutral' },
  interrupted: { word: 'Interrupted', icon: Unplug, tone: 'warning' },
} as const satisfies Record<string, Status>;

/** Of an installed app. `crash_loop`, `unhealthy` and `starting` are read from its containers. */
export const appStatus = {
  unknown: { word: 'Unknown', icon: CircleQuestionMark, tone: 'neutral' },
  pending: { word: 'Queued', icon: Clock, tone: 'neutral' },
  installing: { word: 'Installing', icon: LoaderCircle, tone: 'info' },
  updating: { word: 'Updating', icon: LoaderCircle, tone: 'info' },
  removing: { word: 'Removing', icon: LoaderCircle, tone: 'info' },
  failed: { word: 'Failed', icon: CircleX, tone: 'danger' },
  crash_loop: { word: 'Crash loop', icon: RotateCcw, tone: 'danger' },
  unhealthy: { word: 'Unhealthy', icon: CircleAlert, tone: 'danger' },
  degraded: { word: 'Degraded', icon: TriangleAlert, tone: 'warning' },
  starting: { word: 'Starting', icon: LoaderCircle, tone: 'info' },
  stopped: { word: 'Stopped', icon: CircleStop, tone: 'neutral' },
  running: { word: 'Running', icon: CircleCheck, tone: 'success' },
} as const satisfies Record<string, Status>;

/** Of a container, by what its engine says; `healthy`, `unhealthy` and `starting` are read from its health check. */
export const containerStatus = {
  running: { word: 'Running', icon: CircleCheck, tone: 'success' },
  healthy: { word: 'Healthy', icon: CircleCheck, tone: 'success' },
  starting: { word: 'Starting', icon: LoaderCircle, tone: 'info' },
  unhealthy: { word: 'Unhealthy', icon: CircleAlert, tone: 'danger' },
  restarting: { word: 'Restarting', icon: RotateCcw, tone: 'danger' },
  dead: { word: 'Dead', icon: CircleX, tone: 'danger' },
  paused: { word: 'Paused', icon: CirclePause, tone: 'warning' },
  created: { word: 'Created', icon: CircleDashed, tone: 'neutral' },
  removing: { word: 'Removing', icon: LoaderCircle, tone: 'neutral' },
  exited: { word: 'Stopped', icon: CircleStop, tone: 'neutral' },
  unknown: { word: 'Unknown', icon: CircleQuestionMark, tone: 'neutral' },
} as const satisfies Record<string, Status>;

/** Of a job and of its steps; only steps are skipped. */
export const jobStatus = {
  pending: { word: 'Queued', icon: Clock, tone: 'neutral' },
  running: { word: 'Running', icon: LoaderCircle, tone: 'info' },
  completed: { word: 'Succeeded', icon: CircleCheck, tone: 'success' },
  failed: { word: 'Failed', icon: CircleX, tone: 'danger' },
  cancelled: { word: 'Cancelled', icon: Ban, tone: 'neutral' },
  interrupted: { word: 'Interrupted', icon: Unplug, tone: 'warning' },
  skipped: { word: 'Skipped', icon: CircleMinus, tone: 'neutral' },
} as const satisfies Record<string, Status>;
