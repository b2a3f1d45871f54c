import type { IPv4, IPv6 } from 'ipaddr.js';

export type TrustedProxies = { count: number; ranges: [IPv4 | IPv6, number][] };
export function parseTrustedProxies(text: string): TrustedProxies;
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trusted: TrustedProxies,
): string;
