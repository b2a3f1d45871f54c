import type { Server } from 'node:http';

export function shutDown(server: Server, options?: { deadlineMs?: number }): Promise<'stopped' | 'deadline'>;
