import os from 'node:os';

/**
 * The addresses under which people reach this instance: the public one, or each one that the server listens on.
 *
 * @param {{ hostname: string, port: number, publicUrl: URL | undefined }} listening
 * @returns {string[]} origins, the most useful first
 */
export function addressesOf({ hostname, port, publicUrl }) {
  if (publicUrl) return [publicUrl.origin];
  const any = hostname === '0.0.0.0' || hostname === '::';
  const hosts = any
    ? ['localhost', ...lanAddresses()]
    : [hostname.includes(':') ? `[${hostname}]` : hostname];
  return hosts.map((host) => `http://${host}:${port}`);
}

function lanAddresses() {
  return Object.values(os.networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}
