/** Words of acts on many servers. */
export const bulkMessages = {
  select: (name: string) => `Select ${name}`,
  selectAll: (count: number) => `Select all ${count} on this page`,
  selected: (count: number) => `${count} selected`,
  clear: 'Clear',
  close: 'OK',
  check: 'Check now',
  facts: 'Refresh facts',
  prepare: 'Prepare',
  prepareTitle: (servers: string) => `Prepare ${servers}`,
  prepareText:
    'Installs Docker and Compose where they are missing, with the recommended options: rotated logs, security upgrades, a kept clock. What is done already is skipped. Where containers run, Docker may restart and they are unreachable for about 10 s.',
  tags: 'Tags',
  addTags: 'Add tags',
  removeTags: 'Remove tags',
  tagsHelp: 'Separated by commas.',
  saveTags: 'Save tags',
  saving: 'Saving…',
  command: 'Run a command',
  starting: 'Starting…',
  partly: (refused: number, all: number) => `${refused} of ${all} did not start`,
  openStarted: (started: number) =>
    started === 1 ? 'Open the one that did' : `Open the ${started} that did`,
} as const;

export const severalMessages = {
  title: 'Add several servers',
  link: 'Add several at once',
  description:
    'One line per server, one sign-in for all. Nothing is sent to a server before you confirmed its host key.',
  list: 'Servers',
  listHelp:
    'name,host,port,user,tags – what you leave out takes the default; tags are separated by spaces. user@host:port works too. A sixth field names a key of its own.',
  listPlaceholder: 'web-1,192.0.2.10,22,deploy,prod web\nweb-2,192.0.2.11\ndeploy@web-3.example:2222',
  knownHostsHelp:
    'Lines of ~/.ssh/known_hosts for these servers. Their keys count as compared: you vouch for these lines as for a fingerprint. Other servers wait for you to confirm their key.',
  keyCompared: 'Host key compared, from known_hosts',
  keyOpen: 'Host key to be confirmed',
  keys: 'Keys of single lines',
  keysHelp: 'Key files by name, for lines that name one in their sixth field. At most 16 KiB each.',
  chooseKeys: 'Choose files',
  noKeys: 'No file chosen',
  submit: 'Add servers',
  running: 'Adding…',
  result: 'Result',
  line: 'Line',
  server: 'Server',
  address: 'Address',
  outcome: 'Outcome',
  added: 'Added',
  notAdded: 'Not added',
  summary: (added: number, all: number) => `${added} of ${all} added`,
  checksText:
    'Tomo checks each. Where the host key is not compared yet, it waits for you before it signs in.',
  openChecks: 'Follow the checks',
  refusedKept: 'The lines that were not added are still in the list.',
} as const;

export const commandMessages = {
  title: 'Run a command',
  description: 'The text runs on each server as a script of its own, with its output live.',
  command: 'Command',
  commandHelp:
    'Kept in full in the audit log and with the job: put no password into it. Input is empty, there is no terminal.',
  as: 'Run as',
  account: 'The account',
  accountText: 'As Tomo signs in, without further rights.',
  root: 'root',
  rootText: 'By sudo, or because the account is root.',
  timeout: 'Time limit in seconds',
  timeoutHelp: 'What still runs then is stopped. More than 1 MiB or 10,000 lines of output stop it too.',
  on: 'Runs on',
  submit: (servers: string) => `Run on ${servers}`,
  running: 'Starting…',
  cancel: 'Cancel',
  nothing: 'No server is chosen, or none whose host key is confirmed.',
  choose: 'Choose servers',
  left: (names: string) => `Left out, because their host key is not confirmed: ${names}.`,
} as const;
