import 'server-only';
import type { Model } from '@/lib/applications/model';
import type { PortChoice } from './render-input';

/** One question to a published port, asked on the server itself. */
export type Probe = {
  /** Port of the definition. */
  id: string;
  scheme: 'http' | 'https' | 'tcp';
  address: string;
  port: number;
  path: string;
  /** Ranges of HTTP codes that count; any code where it is empty. */
  expect: readonly (readonly [number, number])[];
};

/** What to ask after a start: the health test of the definition, its web pages, and every other published TCP port. */
export function probesOf(model: Model, ports: readonly PortChoice[]): Probe[] {
  return ports
    .filter((choice) => choice.protocol === 'tcp')
    .map((choice) => {
      const { health } = model;
      const web = model.web.find((one) => one.port === choice.id);
      const place = { id: choice.id, address: localAddress(choice.address), port: choice.port };
      if (health?.port === choice.id && (health.path !== undefined || web)) {
        const path = health.path ?? web?.path ?? '/';
        return { ...place, scheme: web?.scheme ?? 'http', path, expect: health.expect };
      }
      if (web) return { ...place, scheme: web.scheme, path: web.path, expect: [] };
      return { ...place, scheme: 'tcp', path: '/', expect: [] };
    });
}

export type Answer = { answered: boolean; sentence: string };

/** Judges what the script `probe-port` printed. A server without tools to ask with proves nothing against the app. */
export function readAnswer({ port, path, expect }: Probe, output: string): Answer {
  const said = output.trim();
  const code = Number(/^http (\d{3})$/.exec(said)?.[1]);
  if (code) {
    const fits = expect.length === 0 || expect.some(([from, to]) => code >= from && code <= to);
    return {
      answered: fits,
      sentence: `Port ${port} ${fits ? 'answers' : 'answers, but not as it should:'} ${path} with ${code}`,
    };
  }
  if (said === 'open') return { answered: true, sentence: `Port ${port} answers` };
  if (said === 'unknown')
    return { answered: true, sentence: `Port ${port} could not be asked: neither curl nor bash is there` };
  return { answered: false, sentence: `Port ${port} does not answer on the server` };
}

/** Where a published address is reached from the server itself. */
function localAddress(address: string): string {
  if (address === '0.0.0.0' || address === '') return '127.0.0.1';
  return address === '::' ? '::1' : address;
}
