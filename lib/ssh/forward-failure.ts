import 'server-only';
import { SshError } from './errors';

// SSH_OPEN_ADMINISTRATIVELY_PROHIBITED (RFC 4254 §5.1).
const PROHIBITED = 1;

/** Explains why a jump host did not open the way to a server. Its text is free, so what it says only refines the words. */
export function forwardError(cause: Error & { reason?: unknown }): SshError {
  if (cause.reason === PROHIBITED) {
    return new SshError('forwarding_refused', 'The jump host does not let connections through.', {
      hint: 'Set AllowTcpForwarding to yes or local in the sshd_config of the jump host, and check PermitOpen there.',
      cause,
    });
  }
  const said = cause.message;
  if (/name|resolve|lookup/i.test(said)) {
    return new SshError('dns', 'The jump host could not resolve the host name of the server.', {
      hint: 'Use the name or address by which the jump host knows the server.',
      cause,
    });
  }
  if (/refused/i.test(said)) {
    return new SshError('refused', 'The jump host was refused by the server: nothing listens on that port.', {
      hint: 'Check the port, and that the SSH service of the server runs.',
      cause,
    });
  }
  return new SshError('timeout', 'The jump host could not reach the server.', {
    hint: 'Check the address of the server as the jump host sees it, and the firewall between them.',
    data: { stage: 'tcp' },
    cause,
  });
}
