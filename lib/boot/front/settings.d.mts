import type { TrustedProxies } from './address.mjs';

export function frontSettings(source: Record<string, string | undefined>): {
  port: number;
  hostname: string;
  publicUrl: URL | undefined;
  trustedProxies: TrustedProxies;
};
