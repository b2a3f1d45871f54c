import 'server-only';
import { hasOldAlgorithm } from './algorithms';
import { closedError, SshError } from './errors';
import { describeHostKey } from './host-key';
import { timeoutError } from './tcp';

/** What was seen of a peer before it failed. */
export type Witnessed = {
  /** The first bytes that came over the socket, as text: what sshd says when it turns callers away. */
  greeting: string;
  /** The host key blob that the verifier refused. */
  refusedKey: Buffer | undefined;
  /** The last list of algorithms that it named, where somebody listened: of a failed agreement the one nothing fitted in. */
  listed: string[] | undefined;
  /** Whether old algorithms were offered to it. */
  oldAlgorithms: boolean;
};

export const nothingSeen: Witnessed = {
  greeting: '',
  refusedKey: undefined,
  listed: undefined,
  oldAlgorithms: false,
};

type WireError = Error & { level?: string; code?: string | number };

/** Translates an error of ssh2 during handshake or rekey into what happened, why and what to do. */
export function explainHandshake(error: WireError, seen: Witnessed): SshError {
  if (/Host denied/.test(error.message)) return hostKeyChanged(seen.refusedKey);
  if (/no matching host key format/.test(error.message)) return hostKeyChanged(undefined);
  if (
    /signature verification failed|Wrong signature type|does not match negotiated type/.test(error.message)
  ) {
    return new SshError('host_key_changed', 'The server could not prove that it owns its host key.', {
      hint: 'Somebody may stand between Tomo and the server. Compare the key on the console of the server.',
      cause: error,
    });
  }
  const missing = /no matching (.+)$/.exec(error.message);
  if (missing) return noCommonAlgorithm(missing[1] ?? 'algorithm', seen, error);
  if (/Keepalive timeout/.test(error.message)) return timeoutError('tcp', error);
  if (/MaxStartups/.test(seen.greeting) || error.code === 12)
    return tooMany('it already has too many', error);
  if (/Not allowed at this time/.test(seen.greeting))
    return tooMany('after earlier failed ones, for a while', error);
  if (seen.greeting !== '' && !/(^|\n)SSH-/.test(seen.greeting)) return notSsh(error);
  if (
    /Invalid identification|version not supported|[Mm]alformed|Bad packet|packet length/.test(error.message)
  ) {
    return notSsh(error);
  }
  return closedError('The server closed the connection during the SSH greeting.', error);
}

/** The host key is not the pinned one: nothing was sent, and nothing is retried until somebody decides. */
function hostKeyChanged(blob: Buffer | undefined): SshError {
  const offered = blob && describeHostKey(blob);
  const message = offered
    ? 'The server shows another host key than the accepted one. No password or key was sent.'
    : 'The server no longer has the host key that was accepted. No password or key was sent.';
  return new SshError('host_key_changed', message, {
    hint: 'If the server was reinstalled, compare the new fingerprint on its console and accept it. If not, treat it as an attack.',
    offered,
    data: { fingerprint: offered?.fingerprint ?? null, type: offered?.type ?? null },
  });
}

function noCommonAlgorithm(what: string, seen: Witnessed, cause: unknown): SshError {
  if (seen.oldAlgorithms || (seen.listed && !hasOldAlgorithm(seen.listed))) {
    return new SshError(
      'algorithms_too_old',
      `The server offers only algorithms that Tomo never uses (${what}).`,
      {
        hint: 'Update OpenSSH on the server, or allow current algorithms in its sshd_config. Old algorithms that can be allowed for one server do not reach it either.',
        cause,
      },
    );
  }
  return new SshError('no_common_algorithm', `The server offers only outdated algorithms (${what}).`, {
    hint: 'Update OpenSSH on the server, or allow current algorithms in its sshd_config. Until then an administrator can allow old algorithms for this one server, on its page.',
    cause,
  });
}

function tooMany(why: string, cause: unknown): SshError {
  return new SshError('too_many_connections', `The server turns new connections away: ${why}.`, {
    hint: 'Wait a minute, then try again. MaxStartups and PerSourcePenalties in its sshd_config set the limit.',
    cause,
  });
}

function notSsh(cause: unknown): SshError {
  return new SshError('not_ssh', 'What answers at this port does not speak SSH.', {
    hint: 'Check the port: SSH usually listens on 22.',
    cause,
  });
}
