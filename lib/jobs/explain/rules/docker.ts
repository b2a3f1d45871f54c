import type { Rule } from '../rule';

/** The engine: whether it is there, runs, and finds what it needs of the machine. */
export const dockerRules: readonly Rule[] = [
  {
    id: 'docker_permission',
    patterns: [/\bpermission denied while trying to connect to the Docker (?:daemon socket|API)\b/],
    sentence: 'The account may not use the Docker engine.',
    action: 'Prepare the server again, so that the account joins the group docker.',
  },
  {
    id: 'docker_configuration',
    patterns: [
      /\bunable to configure the Docker daemon with file (?<path>\/\S{1,200}): (?<why>.{1,160})/,
      /\bthe following directives don't match any configuration option: (?<why>.{1,160})/,
      /\bdirectives are specified both as a flag and in the configuration file: (?<why>.{1,160})/,
    ],
    sentence: 'The Docker engine refuses its configuration: {why}.',
    action: 'Correct /etc/docker/daemon.json on the server (dockerd --validate checks it), then retry.',
  },
  {
    id: 'iptables_missing',
    patterns: [
      /\biptables not found\b/,
      /\bfailed to find iptables\b/,
      /\biptables": executable file not found\b/,
    ],
    sentence: 'iptables, which Docker needs for its networks, is missing on the server.',
    action: 'Install the package iptables on the server, then retry.',
  },
  {
    id: 'iptables_kernel',
    patterns: [
      /\bcan't initialize iptables table `[a-z]{1,20}'/,
      /\bCould not fetch rule set generation id\b/,
      /\bFailed to initialize nft: Protocol not supported\b/,
    ],
    sentence: 'The kernel of the server lacks the modules for the rules that Docker sets up.',
    action:
      'Restart the server after a kernel update. If it stays, switch update-alternatives --config iptables.',
  },
  {
    id: 'iptables_chain',
    patterns: [/\biptables: No chain\/target\/match by that name\b/],
    sentence: "Docker's network rules were removed on the server, probably by a firewall that was reloaded.",
    action: 'Restart Docker there (systemctl restart docker), then retry.',
  },
  {
    id: 'kernel_overlay',
    patterns: [
      /\bModule overlay not found\b/,
      /\b'?overlay'? not found as a supported filesystem\b/,
      /\boverlay: unknown filesystem type\b/,
      /\bunknown filesystem type 'overlay'/,
    ],
    sentence: 'The kernel of the server lacks the overlay file system, which Docker stores images with.',
    action:
      'Restart the server after a kernel update, or install the modules of its kernel (linux-modules-extra).',
  },
  {
    id: 'storage_driver',
    patterns: [
      /\berror initializing graphdriver: (?<why>.{1,120})/,
      /\bprior storage driver \S{1,40} failed: (?<why>.{1,120})/,
    ],
    sentence: 'Docker cannot use its storage: {why}.',
    action: 'Check "storage-driver" in /etc/docker/daemon.json and the file system of /var/lib/docker.',
  },
  {
    id: 'containerd',
    patterns: [
      /\bfailed to dial "(?<path>\/[^"\n]{1,200})"/,
      /\bconnection error: .{0,200}\bcontainerd\.sock\b/,
      /\bcontainerd did not exit successfully\b/,
    ],
    sentence: 'containerd, which runs containers for Docker, does not answer.',
    action:
      'Start it on the server (systemctl restart containerd docker); journalctl -u containerd says why it stopped.',
  },
  {
    id: 'docker_masked',
    patterns: [/\bUnit docker\.(?:service|socket) is masked\b/],
    sentence: 'Somebody switched the Docker service off for good (masked).',
    action: 'Run systemctl unmask docker.service docker.socket on the server, then retry.',
  },
  {
    id: 'docker_api_version',
    patterns: [/\bclient version \S{1,20} is too (?<why>new|old)\b/],
    sentence:
      'The Docker command and the Docker engine of the server are of versions that do not fit ({why}).',
    action: 'Update both from one source, then restart Docker.',
  },
  {
    id: 'compose_missing',
    patterns: [
      /\bdocker: 'compose' is not a docker command\b/,
      /\bunknown command: docker compose\b/,
      /^unknown (?:shorthand )?flag: (?:'[a-z]' in -[a-z]{1,3}|--(?:ansi|project-name|file|env-file|detach))/,
    ],
    sentence: 'Docker Compose v2 is missing on the server.',
    action: 'Prepare the server with the packages of the vendor.',
  },
  {
    id: 'docker_not_running',
    patterns: [/\bCannot connect to the Docker daemon\b/, /\bIs the docker daemon running\?/],
    sentence: 'The Docker engine does not run on the server.',
    action: 'Start it (systemctl start docker; journalctl -u docker says why it stopped), then retry.',
  },
  {
    id: 'docker_missing',
    patterns: [
      /\bdocker: (?:command )?not found$/,
      /\benv: .?docker.?: No such file or directory/,
      /\bUnit docker\.service (?:not found|could not be found)\b/,
    ],
    sentence: 'Docker is not installed on the server.',
    action: 'Prepare the server: that installs Docker.',
  },
  {
    id: 'docker_unstable',
    patterns: [
      /\bdocker\.service failed because start of the service was attempted too often\b/,
      /\bdocker\.service: Start request repeated too quickly\b/,
    ],
    rank: 'effect',
    sentence: 'The Docker service was started too often in a short time, so systemd gave up.',
    action: 'Run systemctl reset-failed docker on the server, then retry.',
  },
  {
    id: 'docker_start_failed',
    patterns: [
      /^failed to start daemon: (?<why>.{1,160})/,
      /\bJob for docker\.service failed\b/,
      /\bA dependency job for docker\.service failed\b/,
    ],
    rank: 'vague',
    sentence: 'The Docker service could not be started.',
    action: 'journalctl -u docker on the server says why; mend that, then retry.',
  },
];
