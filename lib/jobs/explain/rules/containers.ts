import type { Rule } from '../rule';

/** Containers: what Docker needs to make and start one. */
export const containerRules: readonly Rule[] = [
  {
    id: 'port_in_use',
    patterns: [
      /\bBind for \S{1,60}:(?<port>\d{1,5}) failed: port is already allocated\b/,
      /\blisten (?:tcp|udp)[46]? \S{0,60}:(?<port>\d{1,5}): bind: address already in use\b/,
      /\bfailed to bind (?:host )?port (?:for )?\S{0,60}:(?<port>\d{1,5})\b.{0,120}\baddress already in use\b/,
      /\b[Aa]ddress already in use\b/,
    ],
    sentence: 'Port {port|number unknown} of the server is already in use.',
    action: 'Choose another port, or stop what uses it (ss -ltnp shows it), then deploy again.',
  },
  {
    id: 'port_privileged',
    patterns: [
      /\bcannot expose privileged port (?<port>\d{1,5})\b/,
      /\blisten tcp[46]? \S{0,60}:(?<port>\d{1,5}): bind: permission denied\b/,
    ],
    sentence: 'Docker may not open port {port}: low ports are for root.',
    action: 'Choose a port above 1023.',
  },
  {
    id: 'container_name',
    patterns: [/\bThe container name "\/(?<name>[^"\n]{1,200})" is already in use\b/],
    sentence: 'A container named {name} exists on the server already.',
    action: 'Deploy under another name, or remove that container (docker rm) if nobody needs it.',
  },
  {
    id: 'network_pool',
    patterns: [
      /\bcould not find an available, non-overlapping IPv4 address pool\b/,
      /\ball predefined address pools have been fully subnetted\b/,
    ],
    sentence: 'Docker has no addresses left for another network.',
    action:
      'Remove networks that nobody uses (docker network prune), or add default-address-pools to daemon.json.',
  },
  {
    id: 'network_overlap',
    patterns: [/\bPool overlaps with other one on this address space\b/],
    sentence: 'The addresses of a network are used by another one on the server.',
    action: 'Choose another subnet, or remove the other network.',
  },
  {
    id: 'network_missing',
    patterns: [
      /\bnetwork (?<name>\S{1,200}) not found\b/,
      /\bnetwork (?<name>\S{1,200}) declared as external, but could not be found\b/,
    ],
    sentence: 'The network {name} does not exist on the server.',
    action: 'Deploy the app again, or make that network (docker network create).',
  },
  {
    id: 'volume_missing',
    patterns: [
      /\bget (?<name>\S{1,200}): no such volume\b/,
      /\bexternal volume "(?<name>[^"\n]{1,200})" not found\b/,
    ],
    sentence: 'The volume {name} does not exist on the server.',
    action: 'Bring it back from a copy, or deploy the app again with an empty one.',
  },
  {
    id: 'mount_source',
    patterns: [
      /\bbind source path does not exist: (?<path>\/\S{0,300}?)\.?$/,
      /\berror while creating mount source path '(?<path>[^'\n]{1,300})'/,
    ],
    sentence: 'The folder {path}, which a container wants, does not exist on the server.',
    action: 'Make it there, or choose another folder, then deploy again.',
  },
  {
    id: 'mount_kind',
    patterns: [/\bAre you trying to mount a directory onto a file\b/],
    sentence: 'A container wants a file where the server has a folder, or the other way round.',
    action: 'Look at the path in the last line, put the right kind there, then retry.',
  },
  {
    id: 'device_missing',
    patterns: [/\bgathering device information while adding custom device "(?<path>[^"\n]{1,200})"/],
    sentence: 'The device {path}, which a container wants, is not on the server.',
    action: 'Connect it or load its driver, then retry.',
  },
  {
    id: 'gpu_missing',
    patterns: [/\bcould not select device driver "[^"\n]{0,60}" with capabilities: \[\[gpu\]\]/],
    sentence: 'The app wants a graphics processor, and Docker on the server cannot give it one.',
    action: 'Install the driver and the NVIDIA container toolkit on the server, then retry.',
  },
  {
    id: 'user_missing',
    patterns: [
      /\bunable to find (?:user|group) (?<name>[^\s:]{1,64}): no matching entries in (?:passwd|group) file\b/,
    ],
    sentence: 'The image has no account named {name}.',
    action: 'Choose another version of the image, or its number instead of the name.',
  },
  {
    id: 'kernel_setting',
    patterns: [
      /\bopen \/proc\/sys\/(?<path>[^\s:]{1,200}): (?:no such file or directory|permission denied)\b/,
    ],
    sentence: 'The kernel of the server has no setting {path}, which a container wants to change.',
    action: 'Leave the setting (sysctls) out, or use a kernel that has it.',
  },
  {
    id: 'image_program_missing',
    patterns: [
      /\bexec: "(?<name>[^"\n]{1,200})": (?:executable file not found in \$PATH|stat \S{1,200}: no such file or directory)/,
    ],
    sentence: 'The image has no program {name}.',
    action: 'Correct the command or the entry point, or choose another version of the image.',
  },
  {
    id: 'image_program_not_executable',
    patterns: [/\bexec: "(?<name>[^"\n]{1,200})": permission denied\b/],
    sentence: '{name} in the image is not a program that can be executed.',
    action: 'Correct the command or the entry point, or choose another version of the image.',
  },
  {
    id: 'container_gone',
    patterns: [/\bNo such container: (?<name>\S{1,200})/],
    rank: 'effect',
    sentence: 'A container was removed while it was needed.',
    action: 'Deploy the app again.',
  },
  {
    id: 'database_password',
    patterns: [
      /\bpassword authentication failed for user\b/,
      /\bAccess denied for user '[^'\n]{1,100}'@/,
      /\bWRONGPASS invalid username-password pair\b/,
    ],
    scope: 'container',
    sentence: 'The database refused the password of the app: its volume was probably made with another one.',
    action: 'Give the password that the data was made with, or begin with an empty volume.',
  },
  {
    id: 'operation_not_permitted',
    patterns: [/\boperation not permitted\b/i],
    scope: 'container',
    sentence: 'A program in it was refused a right.',
    action: 'The image probably wants to gain rights while running, which its definition does not ask for.',
  },
  {
    id: 'folder_not_writable',
    patterns: [/\b(?:Read-only file system|EACCES: permission denied)\b/],
    scope: 'container',
    rank: 'effect',
    sentence: 'A program in it may not write where it wants to.',
    action:
      'Give its folder on the server to the account that the image uses, or a volume to the path it names.',
  },
];
