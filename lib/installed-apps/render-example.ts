import 'server-only';
import { createHmac } from 'node:crypto';
import { readNativeApp } from '@/lib/applications/native/read';
import { printProblem } from '@/lib/applications/problem';
import { instanceName } from './instance-name';
import type { RenderInput } from './render-input';

/** For tests: a deployment of the definition `text` with `changes`. Throws what is wrong with the definition. */
export function exampleInput(text: string, changes: Partial<RenderInput> = {}): RenderInput {
  const reading = readNativeApp({ text });
  if (reading.verdict === 'rejected')
    throw new Error(reading.problems.map((problem) => printProblem(problem)).join('\n'));
  return {
    model: reading.model,
    contentHash: reading.contentHash,
    instance: {
      id: '0190a1b2-0000-7000-8000-000000000001',
      appId: '0190a1b2-0000-7000-8000-000000000002',
      name: instanceName.parse('demo'),
    },
    values: {},
    ports: [],
    volumes: {},
    extra: [],
    limits: {},
    digests: {},
    granted: [],
    server: {
      host: 'web-1.lan',
      timezone: 'Europe/Berlin',
      uid: 1000,
      gid: 1000,
      memoryBytes: 2 ** 32,
      sharedFolders: [],
    },
    logs: { maxMb: 10, files: 3 },
    origin: {},
    renderedAt: '2026-01-02T03:04:05.678Z',
    fingerprint: (content) => createHmac('sha256', 'example').update(content).digest('hex').slice(0, 32),
    ...changes,
  };
}
