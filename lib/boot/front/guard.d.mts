import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TrustedProxies } from './address.mjs';

export type Handler = (req: IncomingMessage, res: ServerResponse) => unknown;
export type GuardSettings = { publicUrl: URL | undefined; trustedProxies: TrustedProxies; dev: boolean };
export function guard(
  handler: Handler,
  settings: GuardSettings,
  onError: (error: unknown, requestId: string) => void,
): Handler;
