import 'server-only';

/**
 * Everything that Tomo ever asks a server's login shell to run: four constants. Scripts, values and protocols follow on
 * stdin, so no string of a person, file or server meets that shell, be it fish, csh or nologin.
 */
export const remoteCommands = {
  shell: 'exec /bin/sh -s',
  sudoShell: 'exec sudo -n /bin/sh -s',
  dockerDial: 'exec docker system dial-stdio',
  sudoDockerDial: "exec sudo -k -S -p '' -- docker system dial-stdio",
} as const;

export type RemoteCommand = (typeof remoteCommands)[keyof typeof remoteCommands];
