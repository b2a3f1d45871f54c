import 'server-only';
import type { Model } from '@/lib/applications/model';
import type { ServiceExpectation } from './verdict';

/** What to expect of each service of `model`: whether it stays up or ends by itself. */
export function serviceExpectations(model: Model): ServiceExpectation[] {
  const awaited = Object.values(model.services).flatMap((service) =>
    Object.entries(service.dependsOn).flatMap(([name, condition]) =>
      condition === 'service_completed_successfully' ? [name] : [],
    ),
  );
  return Object.entries(model.services).map(([name, { restart }]) => ({
    name,
    endsByItself: restart === 'no' || restart.startsWith('on-failure') || awaited.includes(name),
  }));
}
