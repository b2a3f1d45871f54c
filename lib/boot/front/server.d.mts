import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { GuardSettings, Handler } from './guard.mjs';

export function createServer(
  listener: Handler,
  settings: GuardSettings & { onHotReload?: (req: IncomingMessage, socket: Duplex, head: Buffer) => void },
): Server;
