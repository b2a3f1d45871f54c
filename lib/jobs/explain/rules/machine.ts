import type { Rule } from '../rule';

/** The machine itself: disks, memory, limits. */
export const machineRules: readonly Rule[] = [
  {
    id: 'file_watches',
    patterns: [
      /\bENOSPC: System limit for number of file watchers reached\b/,
      /\binotify_(?:add_watch|init1?)\b.{0,200}\b(?:No space left on device|Too many open files)/,
      /\binotify watch limit reached\b/,
    ],
    scope: 'both',
    sentence: 'The server allows no more watched files.',
    action: 'Raise fs.inotify.max_user_watches and max_user_instances on the server (sysctl), then retry.',
  },
  {
    id: 'no_inodes',
    patterns: [
      /^Left on the disk of (?<path>\/\S{0,100}): \d{1,20} KiB, \d{1,2} inodes\./,
      /\bFree inodes count is 0\b/,
    ],
    scope: 'both',
    sentence:
      'The disk of the server holds no more files, although bytes may be free: it has no inodes left.',
    action: 'Remove directories with very many small files on the server (df -i shows the disk), then retry.',
  },
  {
    id: 'no_space',
    patterns: [
      /^Left on the disk of (?<path>\/\S{0,200}): \d{1,5} KiB, /,
      /\bYou don't have enough free space in (?<path>\/\S{1,200}?)\/?\.$/,
      /\bAt least \d{1,12}[KMG]B more space needed on the (?<path>\/\S{0,200}) filesystem/,
    ],
    scope: 'both',
    sentence: 'The disk of {path} on the server is full.',
    action: 'Free some space there (docker system df and du -xh show what is large), then retry.',
  },
  {
    id: 'no_space',
    patterns: [
      /\bNo space left on device\b/i,
      /\bENOSPC\b/,
      /\bnot enough free disk space\b/i,
      /^error: Partition \S{1,200} too full\b/,
    ],
    scope: 'both',
    sentence: 'The disk of the server is full.',
    action: 'Free some space on the server (docker system df and du -xh / show what is large), then retry.',
  },
  {
    id: 'disk_quota',
    patterns: [/\bDisk quota exceeded\b/i],
    scope: 'both',
    sentence: 'The disk quota of the account is used up.',
    action: 'Raise the quota or free some space, then retry.',
  },
  {
    id: 'read_only',
    patterns: [/\bRead-only file system\b/i],
    sentence: 'A disk of the server cannot be written: it is mounted read-only.',
    action: 'Look at dmesg on the server: a broken disk is often set read-only. Mend it, then retry.',
  },
  {
    id: 'disk_error',
    patterns: [/\bInput\/output error\b/, /\bEXT4-fs error \(device\b/, /\bblk_update_request: I\/O error\b/],
    scope: 'both',
    sentence: 'A disk of the server fails.',
    action: 'Save what is on it, look at dmesg on the server, and replace the disk.',
  },
  {
    id: 'open_files',
    patterns: [/\bToo many open files\b/i],
    scope: 'both',
    sentence: 'A program reached its limit of open files.',
    action:
      'Raise the limit (LimitNOFILE of the service, ulimits of the container, or fs.file-max), then retry.',
  },
  {
    id: 'killed_for_memory',
    patterns: [
      /\bOut of memory: Killed process \d{1,9} \((?<name>[^)\n]{1,40})\)/,
      /\boom-kill:constraint=/,
      /\bcontainer \S{1,200} was OOMKilled\b/,
    ],
    scope: 'both',
    sentence: 'The server ran out of memory, and the kernel ended {name|a program}.',
    action: 'Add memory or swap, or stop something else on the server, then retry.',
  },
  {
    id: 'no_memory',
    patterns: [/\bCannot allocate memory\b/, /\bcannot fork\b.{0,80}\bmemory\b/i, /^runtime: out of memory:/],
    scope: 'both',
    sentence: 'The server has not enough memory for this.',
    action: 'Add memory or swap, or stop something else on the server, then retry.',
  },
  {
    id: 'process_limit',
    patterns: [
      /\bfork: (?:retry: )?Resource temporarily unavailable\b/,
      /\bpthread_create failed: Resource temporarily unavailable\b/,
      /\bfailed to create new OS thread\b/,
    ],
    scope: 'both',
    sentence: 'The server allows no more processes.',
    action:
      'Raise the limit of processes (pids_limit of the container, TasksMax of the service), then retry.',
  },
  {
    id: 'link_loop',
    patterns: [/\bToo many levels of symbolic links\b/],
    sentence: 'A path on the server is a link that leads back to itself.',
    action: 'Remove the link that the last line names, then retry.',
  },
  {
    id: 'no_systemd',
    patterns: [
      /\bSystem has not been booted with systemd as init system\b/,
      /^Failed to connect to (?:system )?bus: (?:No such file or directory|Host is down)/,
    ],
    sentence: 'systemd does not run on the server, so its services cannot be started.',
    action: 'Use a system that boots with systemd.',
  },
  {
    id: 'process_killed',
    patterns: [/^process ended with exit code 137$/, /^Killed$/],
    rank: 'effect',
    sentence: 'The program was killed, usually because the server ran out of memory.',
    action: 'Look at dmesg on the server; add memory or swap, then retry.',
  },
  {
    id: 'program_missing',
    patterns: [
      /^(?:\S{1,200}: )?(?:line \d{1,6}: |\d{1,6}: )?(?<name>[^\s:]{1,200}): (?:command )?not found$/,
      /^process ended with exit code 127$/,
    ],
    rank: 'vague',
    sentence: 'A program that is needed is not there: {name|its name is in the last lines}.',
    action: 'Install it on the server, or correct the PATH of root, then retry.',
  },
  {
    id: 'program_not_executable',
    patterns: [/^process ended with exit code 126$/],
    rank: 'vague',
    sentence: 'A program on the server cannot be executed.',
    action: 'Check its rights, and whether its disk is mounted with noexec.',
  },
];
