/** Words of jobs: what each kind does, how its steps are called. */
type KindWords = { verb: string; doing: string; steps: Record<string, string> };

const appSteps = {
  check: 'Check the server',
  write_files: 'Write files',
  pull: 'Pull images',
  start: 'Start containers',
  verify: 'Verify',
  stop: 'Stop containers',
  remove: 'Remove containers',
  remove_volumes: 'Remove volumes',
  remove_files: 'Remove files',
};

const beginning = {
  connect: 'Connect',
  detect_system: 'Detect the system',
};

const prepareSteps = {
  ...beginning,
  check_resources: 'Check resources',
  refresh_index: 'Refresh the package index',
  prerequisites: 'Install prerequisites',
  docker_repository: "Add Docker's repository",
  install_docker: 'Install Docker',
  engine_settings: 'Set up the engine',
  start_service: 'Start the service',
  user_group: 'Add to the group docker',
  firewall: 'Open ports',
  swap: 'Make a swap file',
  time_sync: 'Keep the clock right',
  security_upgrades: 'Security upgrades',
  folders: 'Make folders',
  own_account: 'Make an account for Tomo',
  own_sign_in: 'Sign in as this account',
  verify: 'Verify',
};

const undoSteps = {
  ...beginning,
  undo_check: 'Find what Tomo changed',
  undo_services: 'Stop services',
  undo_firewall: 'Close ports',
  undo_swap: 'Remove the swap file',
  undo_packages: 'Remove packages',
  undo_accounts: 'Remove accounts and groups',
  undo_files: 'Put files back',
  undo_verify: 'Look at the result',
};

const kinds: Record<string, KindWords> = {
  'server.check': {
    verb: 'Check',
    doing: 'Checking',
    steps: {
      jump: 'Reach the jump host',
      resolve: 'Resolve the name',
      tcp: 'Reach the port',
      host_key: 'Check the host key',
      sign_in: 'Sign in',
      privileges: 'Check root rights',
      facts: 'Read system facts',
    },
  },
  'server.install_key': {
    verb: 'Install the key of',
    doing: 'Installing the key of',
    steps: {
      sign_in: 'Sign in the former way',
      append_key: 'Add the key',
      try_key: 'Sign in with the key',
      keep_key: 'Keep the key',
      facts: 'Read system facts',
    },
  },
  'server.move': {
    verb: 'Move',
    doing: 'Moving',
    steps: { look: 'Look at the new address', move: 'Move it there' },
  },
  'server.remove': {
    verb: 'Remove server',
    doing: 'Removing server',
    steps: { remove_key: "Remove Tomo's key", forget: 'Forget the server' },
  },
  'server.facts': { verb: 'Refresh', doing: 'Refreshing', steps: { facts: 'Read system facts' } },
  'server.command': { verb: 'Run a command on', doing: 'Running', steps: { run: 'Run the command' } },
  'server.prepare': { verb: 'Prepare', doing: 'Preparing', steps: prepareSteps },
  'server.plan_preparation': { verb: 'Plan for', doing: 'Planning for', steps: prepareSteps },
  'server.plan_undo': { verb: 'Undo plan for', doing: 'Planning the undo for', steps: undoSteps },
  'server.undo_preparation': {
    verb: 'Undo preparation of',
    doing: 'Undoing the preparation of',
    steps: undoSteps,
  },
  'app.install': { verb: 'Deploy', doing: 'Deploying', steps: appSteps },
  'app.configure': { verb: 'Change', doing: 'Changing', steps: appSteps },
  'app.start': { verb: 'Start', doing: 'Starting', steps: appSteps },
  'app.stop': { verb: 'Stop', doing: 'Stopping', steps: appSteps },
  'app.restart': { verb: 'Restart', doing: 'Restarting', steps: appSteps },
  'app.remove': { verb: 'Remove', doing: 'Removing', steps: appSteps },
  'app.check': { verb: 'Check', doing: 'Checking', steps: appSteps },
  'audit.verify': {
    verb: 'Verify',
    doing: 'Verifying',
    steps: { verify_chain: 'Check every entry', anchor: 'Remember the head' },
  },
};

/** "Prepare web-1". */
export function jobTitle(kind: string, target: string): string {
  return `${kinds[kind]?.verb ?? kind} ${target}`;
}

export function stepTitle(kind: string, key: string): string {
  if (key === 'job') return 'Job';
  const uninstall = /^uninstall_(\d+)$/.exec(key);
  if (uninstall) return `Uninstall app ${uninstall[1]}`;
  return kinds[kind]?.steps[key] ?? key;
}

/** Kinds as filter options. */
export const jobKindOptions = Object.entries({
  'server.check': 'Check a server',
  'server.install_key': 'Install a key',
  'server.move': 'Move a server',
  'server.remove': 'Remove a server',
  'server.facts': 'Refresh facts of a server',
  'server.command': 'Run a command',
  'server.prepare': 'Prepare a server',
  'server.plan_preparation': 'Plan a preparation',
  'server.plan_undo': 'Plan an undo',
  'server.undo_preparation': 'Undo a preparation',
  'app.install': 'Deploy an app',
  'app.configure': 'Change the configuration of an app',
  'app.start': 'Start an app',
  'app.stop': 'Stop an app',
  'app.restart': 'Restart an app',
  'app.remove': 'Remove an app',
  'app.check': 'Check an app',
  'audit.verify': 'Verify the audit log',
}).map(([value, label]) => ({ value, label }));

/** Who started a job, and how far back to look, as filter options. */
export const startedByOptions = [
  { value: 'me', label: 'Me' },
  { value: 'tomo', label: 'Tomo' },
];
export const sinceOptions = [
  { value: '1', label: 'Last 24 hours' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
];

export const jobMessages = {
  steps: 'Steps',
  log: 'Log',
  startedBy: (name: string) => `Started by ${name}`,
  startedByTomo: 'Started by Tomo',
  attempt: (n: number) => `Attempt ${n}`,
  cancel: 'Cancel',
  cancelling: 'Cancelling…',
  cancelTitle: (title: string) => `Cancel "${title}"`,
  cancelConsequence: 'The running step is ended on the server. The page then says what it leaves behind.',
  cancelAll: 'Cancel all',
  cancelGroupConsequence:
    'What waits is not started; what runs is ended on its server. What has ended stays as it is.',
  counts: 'How many are where',
  overOf: (over: number, all: number) => `${over} of ${all} have ended`,
  openJob: 'Open',
  retry: 'Retry',
  retryFromHere: 'Retry from here',
  retryTitle: (title: string) => `Retry: ${title}`,
  retryText: 'It starts again with what was asked for; what is done already is not done twice.',
  retrying: 'Starting…',
  retried: 'This was tried again.',
  openRetry: 'Open the newer try',
  failedAt: (step: string) => `Failed at "${step}"`,
  interruptedAt: (step: string) => `Interrupted at "${step}"`,
  cancelledTitle: 'Cancelled',
  succeeded: 'Succeeded',
  noOutput: 'Output is shown to operators and administrators.',
  noLinesYet: 'No lines yet. The first one appears as soon as the job begins.',
  queued: 'Waiting for its turn.',
  loadEarlier: 'Load earlier lines',
  loadingEarlier: 'Loading…',
  loadEarlierFailed: 'Earlier lines could not be loaded. Try again',
  laterLines: 'Later lines',
  toEnd: 'To the end',
  olderPart: 'This is an older part of the log.',
  filter: 'Filter or search',
  search: 'Search the whole log',
  searchLog: 'Log search',
  found: (position: number, count: number) =>
    `${position.toLocaleString('en-US')} of ${count.toLocaleString('en-US')}`,
  foundNothing: 'No stored line contains this.',
  previousMatch: 'Previous match',
  nextMatch: 'Next match',
  closeSearch: 'Close search',
  linkCopied: (seq: number) => `Link to line ${seq} copied`,
  linkTo: (seq: number) => `Link to line ${seq}`,
  toItsLines: 'Show its first line in the log',
  lastTime: (duration: string) => `last time ${duration}`,
  errorStream: 'error output',
  matches: (shown: number, all: number) => `${shown} of ${all}`,
  follow: 'Follow',
  newLines: (n: number) => (n === 1 ? '1 new line' : `${n} new lines`),
  wrap: 'Wrap',
  times: 'Times',
  errorsOnly: 'Errors only',
  download: 'Download the whole log',
  live: 'Live',
  reconnecting: (n: number) => `Reconnecting (attempt ${n})`,
  ended: 'Ended',
  connecting: 'Connecting',
  continueFrom: (seq: number) => `Continue from line ${seq}`,
  startedToast: (title: string) => `${title}: started`,
  alreadyRuns: 'It runs already; this is its page.',
  view: 'View',
  runningCount: (n: number) => `${n} jobs are running`,
  activity: 'Activity',
  activityText: 'Every long operation: who started it, what became of it.',
  nothingYet: 'Nothing has been done yet.',
  nothingYetText: 'Checks, preparations and deployments appear here with every step and line.',
  noMatch: 'No job matches these filters.',
  clearFilters: 'Clear filters',
} as const;

/** Words of images that are being pulled. */
export const pullMessages = {
  layers: 'Layers',
  layer: (id: string) => `Layer ${id}`,
  states: {
    waiting: 'waiting',
    downloading: 'downloading',
    extracting: 'extracting',
    done: 'done',
    present: 'already there',
    retrying: 'trying again',
  },
  imageStates: { waiting: 'waiting', pulling: 'pulling', done: 'there' },
  images: (done: number, all: number) => `${done} of ${all} images are there.`,
  imageAt: (at: number, all: number, image: string) => `Image ${at} of ${all}, ${image}`,
  asking: (image: string) => `${image}: asking the registry.`,
  progress: (image: string, done: number, all: number, bytes: string | null) =>
    `${image}: ${done} of ${all} layers are there${bytes ? `, ${bytes}` : ''}.`,
  folded: (count: number, what: string) => `and ${count} more: ${what}`,
} as const;

/** What to do after a job that did not succeed and is not simply tried again. */
export const wayOnMessages = {
  command: {
    text: 'A command is not repeated by itself: what it did until it ended stands.',
    label: 'Run a command',
  },
  undo: {
    text: 'What was taken back until then stays so. A new plan shows what is left.',
    label: 'Plan the undo again',
  },
  installKey: {
    text: 'The password was used once and is not kept: enter it again to install the key.',
    label: 'Open its settings',
  },
  admin: { text: 'An administrator can try this again.', label: 'Open the server' },
  removeApp: {
    text: 'What was removed until then is gone. Removing the app again takes the rest.',
    label: 'Open the app',
  },
  app: {
    text: 'The page of the app shows where it stands now, and what can be done.',
    label: 'Open the app',
  },
  server: {
    text: 'The page of the server shows where it stands now, and what can be done.',
    label: 'Open the server',
  },
} as const;
