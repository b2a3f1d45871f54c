import type { Rule } from '../rule';

/** Rights: sudo, and what guards the kernel. */
export const rightsRules: readonly Rule[] = [
  {
    id: 'sudo_tty',
    patterns: [/^sudo: sorry, you must have a tty to run sudo/],
    sentence: 'sudo on the server works only at a terminal.',
    action: 'Take "Defaults requiretty" out of /etc/sudoers for this account, then retry.',
  },
  {
    id: 'sudo_refused',
    patterns: [
      /^(?<name>\S{1,64}) is not in the sudoers file/,
      /^Sorry, user (?<name>\S{1,64}) (?:is not allowed to execute|may not run sudo)\b/,
      /^(?<name>\S{1,64}) is not allowed to run sudo on\b/,
    ],
    sentence: 'The account {name} may not become root with sudo.',
    action: 'Allow it in a file of /etc/sudoers.d on the server, or let Tomo sign in as root.',
  },
  {
    id: 'sudo_password',
    patterns: [/^sudo: (?:a password is required|a terminal is required to read the password)/],
    sentence: 'sudo on the server asks for a password.',
    action: 'Store the sudo password in the settings of the server, then retry.',
  },
  {
    id: 'sudo_password_wrong',
    patterns: [/^sudo: \d{1,3} incorrect password attempts?/, /^Sorry, try again\.$/],
    sentence: 'sudo on the server refused the password.',
    action: 'Store the right sudo password in the settings of the server, then retry.',
  },
  {
    id: 'sudo_broken',
    patterns: [
      /^sudo: \S{1,200} must be owned by uid 0 and have the setuid bit set/,
      /^sudo: \S{1,200} is (?:owned by uid \d{1,9}, should be 0|world writable)/,
      /^sudo: no valid sudoers sources found, quitting/,
      /^(?:>>> )?(?:sudo: )?(?:parse error in )?\/etc\/sudoers\S{0,100}:\d{1,6}:\d{1,6}: syntax error/,
      /^sudo: The "no new privileges" flag is set\b/,
    ],
    sentence: 'sudo itself is out of order on the server.',
    action: 'Repair it as root (visudo -c shows what is wrong), then retry.',
  },
  {
    id: 'selinux',
    patterns: [/\bavc: {1,2}denied {1,2}\{/, /\bSELinux is preventing\b/],
    scope: 'both',
    sentence: 'SELinux on the server forbade an access.',
    action:
      'Look at ausearch -m avc -ts recent on the server, and give the folder the label that containers may use.',
  },
  {
    id: 'apparmor',
    patterns: [
      /\bapparmor="DENIED"/,
      /\bAppArmor enabled on system but the docker-default profile could not be loaded\b/,
      /\bapparmor_parser": executable file not found\b/,
      /\bcannot stop container: \S{1,200}: permission denied\b/i,
      /\bunable to apply apparmor profile\b/,
    ],
    sentence: 'AppArmor on the server stands in the way of a container.',
    action:
      'Install the package apparmor there and restart Docker; aa-remove-unknown clears profiles left behind.',
  },
  {
    id: 'seccomp',
    patterns: [
      /\bseccomp is not enabled in (?:your )?kernel\b/,
      /\bopening seccomp profile \((?<path>[^)\n]{1,200})\) failed\b/,
      /\berror (?:loading|adding) seccomp (?:filter|rule)\b/,
    ],
    sentence: 'The filter for system calls of a container cannot be set up.',
    action: 'Use a kernel with seccomp, or correct the seccomp profile that Docker is told to use.',
  },
  {
    id: 'cgroups',
    patterns: [
      /\b[Dd]evices cgroup isn't mounted\b/,
      /\bcgroup mountpoint does not exist\b/,
      /\bunable to apply cgroup configuration\b/,
      /\bcannot enter cgroupv2\b/,
      /\bno cgroup mount found in mountinfo\b/,
    ],
    sentence: 'The control groups of the server, which limit containers, are out of order.',
    action:
      'Restart the server. If it stays, check that the kernel mounts /sys/fs/cgroup and allows nested containers.',
  },
];
