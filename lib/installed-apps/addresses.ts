import 'server-only';
import { isIPv6 } from 'node:net';
import type { Model, Web } from '@/lib/applications/model';
import type { PortChoice } from './render-input';

const loopback = /^(?:127\.|::1$)/;

/** The address of `web` as people open it, undefined while its port is not published. Without a slash at the end. */
export function webAddress(web: Web, ports: readonly PortChoice[], host: string): string | undefined {
  const choice = ports.find((port) => port.id === web.port && port.protocol === 'tcp');
  if (!choice) return undefined;
  // A port bound to loopback answers on the server only; its host name would lead nowhere.
  const name = loopback.test(choice.address) ? 'localhost' : host;
  const authority = isIPv6(name) ? `[${name}]` : name;
  const usual = web.scheme === 'https' ? 443 : 80;
  const port = choice.port === usual ? '' : `:${choice.port}`;
  return `${web.scheme}://${authority}${port}${web.path === '/' ? '' : web.path}`;
}

/** The address of the primary web page of `model`. */
export function primaryAddress(model: Model, ports: readonly PortChoice[], host: string): string | undefined {
  const primary = model.web.find((web) => web.primary) ?? model.web[0];
  return primary && webAddress(primary, ports, host);
}
