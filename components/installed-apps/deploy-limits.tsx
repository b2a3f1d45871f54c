'use client';

import { TextField } from '@/components/form/text-field';
import { Disclosure } from '@/components/ui/disclosure';
import type { DeployFormView } from '@/lib/installed-apps/deploy-loader';
import { deployMessages as words } from './messages';

const MEBIBYTE = 2 ** 20;

/** Own limits per service, folded: without one the definition decides, else three quarters of the server. */
export function DeployLimits({ services }: Pick<DeployFormView['form'], 'services'>) {
  return (
    <Disclosure summary={words.resources}>
      <div className="flex flex-col gap-4">
        {services.map(({ name, memoryBytes, cpus }) => (
          <div key={name} className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_9rem_7rem]">
            <span className="min-w-0 truncate pt-7 font-medium text-sm max-sm:pt-0">{name}</span>
            <TextField
              name={`limits.${name}.memoryBytes`}
              label={words.memoryLimit}
              required={false}
              inputMode="numeric"
              placeholder={memoryBytes ? String(Math.round(memoryBytes / MEBIBYTE)) : words.noLimit}
            />
            <TextField
              name={`limits.${name}.cpus`}
              label={words.cpuLimit}
              required={false}
              inputMode="decimal"
              placeholder={cpus ? String(cpus) : words.noLimit}
            />
          </div>
        ))}
      </div>
    </Disclosure>
  );
}
