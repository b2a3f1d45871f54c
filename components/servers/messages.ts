/** Words of servers. */
export const serverMessages = {
  title: 'Servers',
  add: 'Add server',
  firstUse: 'Connect your first server',
  firstUseText:
    'You need its address and an account that may become root over SSH. Nothing is installed until you say so.',
  firstUseOthers: 'An administrator of this Tomo adds servers.',
  noMatch: 'No server matches these filters.',
  clearFilters: 'Clear filters',
  search: 'Search name, address, tag or note',
  searchNames: 'Search name or tag',
  shownOf: (shown: number, all: string) => `${shown} of ${all}`,
  marksLabel: 'To do',
  marks: {
    security_updates: 'Security updates',
    updates: 'Updates',
    reboot: 'Reboot required',
    clock: 'Clock off',
    old_algorithms: 'Old algorithms allowed',
  },
  check: 'Check now',
  checking: 'Starting…',
  prepare: 'Prepare',
  deploy: 'Deploy app',
  edit: 'Settings',
  remove: 'Remove from Tomo',
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Disk',
  sentences: {
    dns: 'its name cannot be resolved',
    refused: 'the port refused the connection',
    timeout: 'no answer in time',
    not_ssh: 'something else than SSH answers on this port',
    closed: 'the connection was closed',
    auth_refused: 'sign-in refused',
    no_common_algorithm: 'it offers only outdated algorithms',
    algorithms_too_old: 'it offers only algorithms that Tomo never uses',
    too_many_connections: 'too many connections',
    host_key_changed: 'the host key is another one',
    jump_failed: 'its jump host cannot be used',
    forwarding_refused: 'the jump host lets no connections through',
    sudo_password_needed: 'sudo asks for a password',
    sudo_password_wrong: 'sudo refused the password',
    sudo_missing: 'sudo is missing',
    sudo_refused: 'no right to use sudo',
    docker_only: 'the account may use Docker, but not become root',
    shell_broken: 'the shell of the account does not work',
    no_credential: 'no sign-in is stored',
    docker_unusable: 'Docker does not answer',
    clock_off: 'the clock is off',
    cpu_warning: 'CPU is high',
    cpu_critical: 'CPU is at its limit',
    memory_warning: 'memory is high',
    memory_critical: 'memory is at its limit',
    disk_warning: 'a disk is filling up',
    disk_critical: 'a disk is nearly full',
  } as Record<string, string>,
} as const;

/** A stored reason in words; unknown ones are shown as they are. */
export function reasonWords(reason: string | null): string | undefined {
  return reason === null ? undefined : (serverMessages.sentences[reason] ?? reason);
}

/** The reason that stands beside a state; most states say enough by themselves. */
export function reasonFor(server: { state: string; reason: string | null }): string | undefined {
  const needsReason = server.state === 'offline' || server.state === 'needs_attention';
  return needsReason ? reasonWords(server.reason) : undefined;
}

export const addMessages = {
  title: 'Add server',
  description: 'Tomo signs in over SSH. Nothing is sent to the server before you confirmed its host key.',
  name: 'Name',
  nameHelp: 'How it is called in Tomo.',
  host: 'Address',
  hostHelp: 'Host name or IP address.',
  port: 'Port',
  username: 'Account',
  usernameHelp: 'root, or an account that may use sudo.',
  auth: 'Sign in with',
  password: 'Password',
  passwordText: 'The password of the account.',
  key: 'Private key',
  keyText: 'An OpenSSH or PEM key, with or without a passphrase.',
  generated: "Tomo's own key",
  generatedText:
    'Tomo makes a key pair. You add one line to the server, or let Tomo do it with the password, once.',
  privateKey: 'Private key',
  passphrase: 'Passphrase',
  passphraseHelp: 'Only if the key has one.',
  sudoPassword: 'Password for sudo',
  sudoHelp: 'Only if sudo asks this account for a password. Leave it empty for root.',
  sudoHelpPassword: 'Only if it is another one than the password of the account.',
  advanced: 'Jump host, tags and notes',
  jump: 'Jump host',
  jumpHelp: 'Tomo reaches the server through this one, as ssh -J does. Both host keys are checked.',
  noJump: 'None: reached directly',
  tags: 'Tags',
  tagsHelp: 'Separated by commas.',
  notes: 'Notes',
  sealed: 'The sign-in is encrypted for this server and never shown again.',
  submit: 'Add server',
  running: 'Adding…',
  cancel: 'Cancel',
} as const;

export const verifyMessages = {
  title: 'Verify this server',
  notSent: 'No credential has been sent.',
  waiting: 'Compare the host key before Tomo signs in.',
  onConsole: "On the server's own console run",
  choose: 'Key to trust',
  pasted: 'Fingerprint from the console',
  pastedHelp: 'Paste what the command printed, or a known_hosts line. Tomo compares it for you.',
  match: 'Match: it is the key that this server shows.',
  noMatch: 'No match. Do not trust this key: somebody may be between Tomo and the server.',
  otherHost: 'This line belongs to another host.',
  unreadable: 'No fingerprint or key in this text yet.',
  compared: 'I compared it, trust this key',
  firstUse: 'Trust on first use',
  firstUseText:
    'Without comparing, Tomo cannot notice somebody who was there first. The server shows for ever how its key was trusted.',
  trusting: 'Saving…',
  checkAgain: 'Check again',
  starting: 'Starting…',
  remove: 'Remove this server',
  adminOnly: 'An administrator must confirm the host key.',
  failedHint: 'Correct the settings of the server or the server itself, then check again.',
} as const;

export const changedKeyMessages = {
  title: 'The host key of this server changed. Nothing is sent to it.',
  text: 'Likely reasons: the system was installed anew, the address belongs to another machine now, or somebody intercepts the connection.',
  old: 'Trusted until now',
  seen: 'Shown now',
  accept: 'Accept the new key',
  acceptTitle: 'Accept the new host key',
  acceptText:
    "Read the fingerprint on the server's own console and paste it here. Tomo accepts the key only if it matches.",
  pasted: 'Fingerprint read on the console',
  running: 'Comparing…',
} as const;

export const keyMessages = {
  title: (account: string) => `Add Tomo's key to the account ${account}`,
  text: 'The private half stays sealed in Tomo. The server needs this line in ~/.ssh/authorized_keys.',
  line: 'The public line',
  command: (account: string) => `Signed in to the server as ${account}, this adds it`,
  password: (account: string) => `Or let Tomo add it: password of ${account}`,
  passwordHelp: 'Used once, kept in memory only, and forgotten as soon as the key works.',
  install: 'Add the key with this password',
  starting: 'Starting…',
  afterTrust: 'Confirm the host key first: no password is sent before that.',
  show: "Tomo's public key and how to add it",
  change: 'Use a key made by Tomo',
  renew: 'Make a new key',
  changeTitle: (name: string) => `Sign in to ${name} with a key made by Tomo`,
  changeText:
    'Tomo signs in as until now, adds one line to ~/.ssh/authorized_keys and tries the new key. Only when it works, the former sign-in is forgotten.',
  changing: 'Starting…',
} as const;

export const detailMessages = {
  tabs: {
    overview: 'Overview',
    metrics: 'Metrics',
    containers: 'Containers',
    apps: 'Apps',
    preparations: 'Preparations',
    settings: 'Settings',
  },
  offline: (reason: string | undefined) => `This server is offline${reason ? `: ${reason}` : ''}.`,
  offlineText:
    'Values below are the last known ones. Tomo tries again on its own; Check now tries at once and says at which stage it fails.',
  hindered: (reason: string | undefined) =>
    `This server answers, but Tomo cannot work on it${reason ? `: ${reason}` : ''}.`,
  hinderedText: 'The last check tells the remedy. Check again when it is mended.',
  notPrepared: 'This server is not prepared yet.',
  notPreparedText: 'Preparing installs Docker and Compose, step by step, with everything on screen.',
  preparationFailed: 'The last preparation did not succeed.',
  openLast: 'Open it',
  dockerUnusable: 'Docker is installed but does not answer.',
  clockOff: (seconds: number) =>
    `The clock of this server is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}.`,
  clockText: (synchronised: boolean | null) =>
    synchronised
      ? 'It says that it follows a time server. Look whether that one answers: timedatectl timesync-status'
      : 'Certificates, log times and metrics go wrong with it. Switch time synchronisation on: timedatectl set-ntp true',
  reboot: 'This server asks for a reboot.',
  rebootText: (packages: readonly string[]) =>
    packages.length > 0
      ? `${packages.slice(0, 3).join(', ')}${packages.length > 3 ? ` and ${packages.length - 3} more` : ''} take effect after it. Tomo never reboots by itself.`
      : 'Something that was updated takes effect after it. Tomo never reboots by itself.',
  securityUpdates: (count: number) =>
    count === 1 ? 'One security update is pending.' : `${count} security updates are pending.`,
  updatesText: {
    'apt-get': 'Install them on the server: apt-get upgrade',
    dnf: 'Install them on the server: dnf upgrade --security',
    yum: 'Install them on the server: yum update --security',
    zypper: 'Install them on the server: zypper patch --category security',
    pacman: 'Install them on the server: pacman -Syu',
    apk: 'Install them on the server: apk upgrade',
  },
  updates: (total: number, security: number | null) =>
    total === 0 ? 'none pending' : `${total} pending${security ? `, ${security} for security` : ''}`,
  indexAge: (age: string) => `as the package index of ${age} ago knows`,
  clock: (seconds: number, synchronised: boolean | null) =>
    `${seconds === 0 ? 'right to the second' : `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}`}${synchronised === false ? ', not synchronised' : ''}`,
  twin: (name: string) => `${name} is the same machine: both report the same machine id.`,
  facts: 'Facts',
  ports: 'Listening ports',
  portsEmpty: 'No port listens, as far as Tomo could see.',
  container: (name: string) => `container ${name}`,
  asOf: 'As of',
  recent: 'Last jobs',
  recentEmpty: 'Nothing has been done here yet.',
  noFacts: 'Facts appear after the first check.',
} as const;

export const settingsMessages = {
  general: 'General',
  save: 'Save',
  saving: 'Saving…',
  saved: 'Saved',
  connection: 'Address',
  connectionText:
    'Tomo looks at the new address first and sends nothing. If the trusted host key does not answer there, the server returns to Not verified and its stored sign-in is forgotten.',
  move: 'Look there and move',
  moving: 'Starting…',
  through: (name: string) => `through ${name}`,
  signIn: 'Sign-in',
  signInText:
    'Replaces the account and its credential. Connections opened with the old one are closed at once.',
  kinds: { password: 'Password', private_key: 'Private key', generated_key: "Tomo's own key" },
  none: 'No sign-in is stored. Nothing can be done on this server until one is.',
  setAt: 'set',
  replace: 'Replace sign-in',
  replacing: 'Replacing…',
  replaced: 'Replaced. Check the server to try it.',
  hostKey: 'Host key',
  trust: { verified: 'Compared by', first_use: 'Trusted on first use by' },
  noHostKey: 'No host key is trusted yet.',
  removeTitle: (name: string) => `Remove ${name} from Tomo`,
  removeText:
    'Unless you choose otherwise, everything on the server stays as it is: Docker, apps, volumes and the account.',
  removeApps: (apps: string[]) => `Its apps: ${apps.join(', ')}`,
  removeAppsKeep: 'Leave them running',
  removeAppsKeepText: 'Tomo only forgets them. Nothing on the server changes.',
  removeAppsUninstall: 'Uninstall them, keep their data',
  removeAppsUninstallText: 'Containers and networks go, volumes stay.',
  removeAppsData: 'Uninstall them and delete their data',
  removeAppsDataText: 'Containers, networks and volumes go. This cannot be undone.',
  removeKey: "Remove Tomo's key from authorized_keys",
  removeKeyHelp: 'Takes out exactly that line. Nobody can sign in with this key any more.',
  removeUnreachable: 'This server is out of reach: it can only be forgotten.',
  removeBehind: (names: string[]) =>
    `It is the jump host of ${names.join(', ')}. Let them be reached another way first.`,
  goesEntry: 'The entry, its sign-in and its host key',
  goesHistory: 'Its preparations with their logs, its metrics',
  goesAppEntries: 'The entries of its apps in Tomo',
  goesApps: (apps: string[]) => `On the server: containers and networks of ${apps.join(', ')}`,
  goesData: (apps: string[]) => `On the server: all volumes of ${apps.join(', ')}`,
  goesKey: "On the server: the line of Tomo's key",
  staysDocker: 'Docker and every container on the server',
  staysForeign: 'Docker and containers that Tomo did not start',
  staysVolumes: 'All volumes and files of apps',
  staysKey: "Tomo's line in authorized_keys",
  staysAudit: 'Entries in the audit log',
  removing: 'Removing…',
} as const;

export const thresholdMessages = {
  title: 'Thresholds',
  text: 'From which use on this server needs attention, in percent. An empty field follows the value of all servers, which it shows in grey.',
  warning: 'Warning from',
  critical: 'Critical from',
  minutes: 'Held for, in minutes',
  minutesHelp: 'The mean over this time must pass a threshold: a short peak is no trouble.',
  save: 'Save thresholds',
  saving: 'Saving…',
  saved: 'Saved. They count from the next measured minute.',
} as const;

export const oldAlgorithmMessages = {
  title: 'This server offers only outdated algorithms.',
  text: 'Its SSH service should be updated. Until then Tomo can use old algorithms with this one server.',
  adminOnly: 'Its SSH service should be updated. An administrator can allow old algorithms for this server.',
  offer: 'Allow old algorithms',
  allowTitle: (name: string) => `Allow old algorithms for ${name}`,
  allowText:
    'SHA-1 signatures and checksums, CBC ciphers and a fixed 2048-bit key exchange. Whoever can watch or change the traffic between Tomo and this server has better chances against them. Better ones are still taken where the server has any.',
  allowGoes: ['The assurance that nothing weaker than today’s algorithms protects this connection'],
  allowStays: [
    'The host key is checked as before',
    'Every other server',
    'Group exchange, 1024-bit groups, DSS, MD5, 3DES and compression stay refused',
  ],
  allow: 'Allow for this server',
  allowing: 'Allowing…',
  mark: 'Old algorithms allowed',
  card: 'Algorithms',
  cardText:
    'Old algorithms are allowed for this server: SHA-1, CBC and a fixed 2048-bit key exchange, where it has nothing better. Update its SSH service, then forbid them again.',
  forbid: 'Forbid old algorithms',
  forbidText: 'Open connections are closed. If the server has nothing better, Tomo reaches it no longer.',
  forbidding: 'Forbidding…',
} as const;
