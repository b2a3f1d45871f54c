import 'server-only';
import type { Secret } from '@/lib/crypto/secret';

/** Where a server answers and as whom Tomo signs in. */
export type SshTarget = { host: string; port: number; username: string };

/** The one stored way to sign in; nothing else is ever offered to the server. */
export type SshAuth =
  | { kind: 'password'; password: Secret }
  | { kind: 'key'; privateKey: Secret; passphrase?: Secret };

/** The host key that somebody accepted: OpenSSH type name and base64 of the raw public key blob. */
export type PinnedKey = { type: string; blob: string };

/** A host key as a server showed it, with its fingerprint as OpenSSH prints it (`SHA256:` and unpadded base64). */
export type HostKey = PinnedKey & { fingerprint: string };

/** How commands become root: the account is root, sudo asks nothing, or sudo wants this password. */
export type Privilege = 'root' | 'passwordless' | { password: Secret };
