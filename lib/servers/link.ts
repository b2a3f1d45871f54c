import 'server-only';
import type { Secret } from '@/lib/crypto/secret';
import { type DockerEngine, openEngine } from '@/lib/docker/engine';
import type { RemoteScript } from '@/lib/ssh/command';
import type { SshConnection } from '@/lib/ssh/connect';
import { type KeptShell, openKept } from '@/lib/ssh/kept';
import { type RunOptions, type RunResult, run } from '@/lib/ssh/run';
import type { Privilege } from '@/lib/ssh/target';

/** A server while it is lent out: ways to run constant scripts there, as the account itself or as root. */
export type ServerLink = {
  serverId: string;
  connection: SshConnection;
  /** How scripts become root on this server. */
  privilege: Privilege;
  /** Secrets of this connection that must never show in a line: the sudo password, where one is used. */
  secrets: Secret[];
  run(options: Omit<RunOptions, 'privilege'>): Promise<RunResult>;
  root(options: Omit<RunOptions, 'privilege'>): Promise<RunResult>;
  docker(): DockerEngine;
  kept(script: RemoteScript): Promise<KeptShell>;
};

/** Lends a connection of `serverId` as a link. */
export function linkOver(serverId: string, connection: SshConnection, privilege: Privilege): ServerLink {
  return {
    serverId,
    connection,
    privilege,
    secrets: typeof privilege === 'object' ? [privilege.password] : [],
    run: (options) => run(connection, options),
    root: (options) => run(connection, { ...options, privilege }),
    docker: () => openEngine(connection, privilege),
    kept: (script) => openKept(connection, script),
  };
}
