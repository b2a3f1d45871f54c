import 'server-only';
import type { Model } from '@/lib/applications/model';
import { isPortNumber } from '@/lib/applications/port-number';
import type { PortChoice } from './render-input';
import type { PublishedPage } from './version-config';

/** The web pages of `model` that the chosen ports publish, the primary one first. */
export function pagesOf(model: Model, ports: readonly PortChoice[]): PublishedPage[] {
  const pages = model.web.flatMap((web) => {
    const choice = ports.find((port) => port.id === web.port && port.protocol === 'tcp');
    if (!choice || !isPortNumber(choice.port)) return [];
    const { name, scheme, path, primary } = web;
    return [{ name, scheme, path, primary, address: choice.address, port: choice.port }];
  });
  return pages.sort((a, b) => Number(b.primary) - Number(a.primary));
}
