import { request } from 'node:http';
import type { EngineAgent } from '@/lib/docker/engine-agent';

/** One call to the Engine API over Tomo's own kept channel; the answer as text. Throws when the engine refuses. */
export function callEngine(agent: EngineAgent, method: string, path: string, body?: object): Promise<string> {
  const data = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(data) };
    const sent = request({ agent, host: 'docker', method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () =>
        (response.statusCode ?? 500) < 300
          ? resolve(text)
          : reject(new Error(`${path}: ${response.statusCode} ${text}`)),
      );
    });
    sent.on('error', reject);
    sent.end(data);
  });
}
