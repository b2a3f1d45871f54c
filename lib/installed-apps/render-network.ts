import 'server-only';
import type { Service } from '@/lib/applications/service-model';
import type { RenderInput } from './render-input';

/** Published ports of `service` in long syntax, each bound to the address that was chosen for it. */
export function renderPorts(input: RenderInput, service: string): Record<string, unknown>[] {
  return input.model.ports
    .filter((port) => port.service === service)
    .flatMap((port) =>
      input.ports
        .filter((choice) => choice.id === port.id)
        .map((choice) => ({
          target: port.sameInside ? choice.port : port.target,
          published: String(choice.port),
          host_ip: choice.address,
          protocol: choice.protocol,
        })),
    );
}

/** The project network, or the networks that the definition names, with the aliases of the service. */
export function renderNetworks({ networks, aliases }: Service): Record<string, unknown> {
  const names = networks.length > 0 ? networks : ['default'];
  return Object.fromEntries(names.map((name) => [name, aliases.length > 0 ? { aliases } : {}]));
}
