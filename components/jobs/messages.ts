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

const kinds: Record<string, KindWords> = {
  'server.check': {
    verb: 'Check',
    doing: 'Checking',
    steps: {
      resolve: 'Resolve the name',
      tcp: 'Reach the port',
      host_key: 'Check the host key',
      sign_in: 'Sign in',
      privileges: 'Check root rights',
      facts: 'Read system facts',
    },
  },
  'server.facts': { verb: 'Refresh', doing: 'Refreshing', steps: { facts: 'Read system facts' } },
  'server.command': { verb: 'Run a command on', doing: 'Running', steps: { run: 'Run the command' } },
  'server.prepare': {
    verb: 'Prepare',
    doing: 'Preparing',
    steps: {
      connect: 'Connect',
      detect_system: 'Detect the system',
      check_resources: 'Check resources',
      refresh_index: 'Refresh the package index',
      prerequisites: 'Install prerequisites',
      docker_repository: "Add Docker's repository",
      install_docker: 'Install Docker',
      start_service: 'Start the service',
      user_group: 'Add to the group docker',
      folders: 'Make folders',
      verify: 'Verify',
    },
  },
  'app.install': { verb: 'Deploy', doing: 'Deploying', steps: appSteps },
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
  return kinds[kind]?.steps[key] ?? key;
}

/** Kinds as filter options. */
export const jobKindOptions = Object.entries({
  'server.check': 'Check a server',
  'server.facts': 'Refresh facts of a server',
  'server.command': 'Run a command',
  'server.prepare': 'Prepare a server',
  'app.install': 'Deploy an app',
  'app.start': 'Start an app',
  'app.stop': 'Stop an app',
  'app.restart': 'Restart an app',
  'app.remove': 'Remove an app',
  'app.check': 'Check an app',
  'audit.verify': 'Verify the audit log',
}).map(([value, label]) => ({ value, label }));

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
  filter: 'Filter lines',
  matches: (shown: number, all: number) => `${shown} of ${all}`,
  follow: 'Follow',
  newLines: (n: number) => (n === 1 ? '1 new line' : `${n} new lines`),
  wrap: 'Wrap',
  times: 'Times',
  errorsOnly: 'Errors only',
  copyLog: 'Copy log',
  download: 'Download',
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
