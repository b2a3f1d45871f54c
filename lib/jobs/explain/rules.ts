/** A known cause: what the output shows, one plain sentence, and one action. */
export type Rule = { id: string; pattern: RegExp; sentence: string; action: string };

/** Known causes, most specific first. Each has recorded output as its test. */
export const rules: readonly Rule[] = [
  {
    id: 'no_space',
    pattern: /No space left on device|You don't have enough free space|ENOSPC/i,
    sentence: 'The disk of the server is full.',
    action: 'Free some space on the server, then retry.',
  },
  {
    id: 'package_lock',
    pattern: /Could not get lock|Unable to acquire the dpkg frontend lock|still in use by another process/i,
    sentence: 'Another process kept the package manager busy.',
    action: 'Wait until it has finished (often automatic updates), then retry.',
  },
  {
    id: 'dpkg_interrupted',
    pattern: /dpkg was interrupted, you must manually run/i,
    sentence: 'An earlier installation on the server was interrupted.',
    action: 'Run dpkg --configure -a on the server, then retry.',
  },
  {
    id: 'dns',
    pattern:
      /Temporary failure resolving|Could not resolve|Name or service not known|no such host|server misbehaving/i,
    sentence: 'The server cannot resolve names.',
    action: 'Check /etc/resolv.conf and the network of the server, then retry.',
  },
  {
    id: 'clock',
    pattern: /is not valid yet|certificate has expired or is not yet valid|Release file .* is not valid yet/i,
    sentence: 'The clock of the server is wrong, so signatures and certificates are refused.',
    action: 'Set the clock (timedatectl set-ntp true), then retry.',
  },
  {
    id: 'package_missing',
    pattern: /Unable to locate package|has no installation candidate/i,
    sentence: 'A package that is needed is not offered by the repositories of this server.',
    action: 'Check the entries in /etc/apt/sources.list.d, then retry.',
  },
  {
    id: 'repository_unreachable',
    pattern: /Failed to fetch|Unable to fetch some archives|Connection timed out|Unable to connect to/i,
    sentence: 'A package repository could not be reached.',
    action: 'Check the network of the server and its mirrors, then retry.',
  },
  {
    id: 'signature',
    pattern: /The following signatures couldn't be verified|NO_PUBKEY|is not signed/i,
    sentence: 'A package repository is not signed with a known key.',
    action: 'Renew the key of that repository on the server, then retry.',
  },
  {
    id: 'image_not_found',
    pattern:
      /manifest unknown|manifest for .* not found|pull access denied|repository does not exist|not found: manifest/i,
    sentence: 'An image does not exist in its registry, or the registry wants a sign-in.',
    action: 'Check name and tag of the image.',
  },
  {
    id: 'pull_rate_limit',
    pattern: /toomanyrequests|pull rate limit/i,
    sentence: 'The registry limits how many images may be pulled.',
    action: 'Wait some hours, or use a mirror, then retry.',
  },
  {
    id: 'port_in_use',
    pattern: /port is already allocated|address already in use|bind: address already in use/i,
    sentence: 'A port that the app needs is already in use on the server.',
    action: 'Choose another port, then deploy again.',
  },
  {
    id: 'docker_not_running',
    pattern: /Cannot connect to the Docker daemon|Is the docker daemon running/i,
    sentence: 'The Docker engine does not answer.',
    action: 'Start it (systemctl start docker), then retry.',
  },
  {
    id: 'docker_permission',
    pattern: /permission denied while trying to connect to the Docker daemon socket/i,
    sentence: 'The account may not use the Docker engine.',
    action: 'Prepare the server again, so that the account joins the group docker.',
  },
  {
    id: 'compose_missing',
    pattern:
      /docker: 'compose' is not a docker command|unknown command: docker compose|unknown shorthand flag: 'd' in -d/i,
    sentence: 'Docker Compose v2 is missing on the server.',
    action: 'Prepare the server with the packages of the vendor.',
  },
  {
    id: 'wrong_architecture',
    pattern: /exec format error|no matching manifest for linux/i,
    sentence: 'An image is not made for the processor of this server.',
    action: 'Choose an image or a server of the right architecture.',
  },
  {
    id: 'sudo_password',
    pattern: /sudo: a password is required|sudo: a terminal is required/i,
    sentence: 'sudo on the server asks for a password.',
    action: 'Set the sudo password in the settings of the server.',
  },
];
