import 'server-only';

/** The comment of a key that Tomo makes for `serverName`: what somebody reads in authorized_keys years later. */
export function keyComment(serverName: string, now = new Date()): string {
  const word = serverName
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `tomo-${word || 'server'}-${now.toISOString().slice(0, 10)}`;
}

/**
 * One line for a shell that adds a public key to the account it runs as. The blank line in front keeps a file without a
 * final newline whole. A public line of Tomo holds no quote: type, base64 and a comment of letters, digits, `.`, `_`, `-`.
 */
export function installCommand(publicKey: string): string {
  return `umask 077; mkdir -p ~/.ssh && printf '\\n%s\\n' '${publicKey.replaceAll("'", '')}' >> ~/.ssh/authorized_keys`;
}

/** The base64 part of a public line. */
export function blobOf(publicKey: string): string {
  return publicKey.split(' ')[1] ?? '';
}
