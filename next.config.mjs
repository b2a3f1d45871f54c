/** @type {import('next').NextConfig} */
const nextConfig = {
  // The front (lib/boot/front.mjs) owns headers, addresses and shutdown; see the README's tour.
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  typedRoutes: true,
  // `npm run check` checks types; a build on somebody's server should not wait for it.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // ssh2 tries to load a compiled addon and dockerode drags ssh2 in: both stay outside the bundle.
  serverExternalPackages: [
    'ssh2',
    'dockerode',
    'docker-modem',
    '@libsql/client',
    'libsql',
    '@node-rs/argon2',
    'pino',
  ],
  experimental: {
    serverActions: { bodySizeLimit: '256kb' },
    // Loading every page before the first request costs a third of a start, and memory for pages that nobody opens.
    preloadEntriesOnStart: false,
  },
};

export default nextConfig;
