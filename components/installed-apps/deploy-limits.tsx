'use client';

import { SelectField } from '@/components/form/select-field';
import { TextField } from '@/components/form/text-field';
import { Disclosure } from '@/components/ui/disclosure';
import type { DeployFormView } from '@/lib/installed-apps/deploy-loader';
import { deployMessages as words } from './messages';

const MEBIBYTE = 2 ** 20;

/** Own limits per service, folded: without one the definition decides, else three quarters of the server. */
export function DeployLimits({
  services,
  earlier,
}: Pick<DeployFormView['form'], 'services'> & {
  /** What was chosen for an earlier try, by service. */
  earlier: NonNullable<DeployFormView['earlier']>['limits'];
}) {
  return (
    <Disclosure summary={words.resources}>
      <div className="flex flex-col gap-4">
        {services.map(({ name, memoryBytes, cpus, restart }) => (
          <div key={name} className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_8rem_6rem_14rem]">
            <span className="min-w-0 truncate pt-7 font-medium text-sm max-sm:pt-0">{name}</span>
            <TextField
              name={`limits.${name}.memoryBytes`}
              label={words.memoryLimit}
              required={false}
              inputMode="numeric"
              defaultValue={mebibytes(earlier[name]?.memoryBytes)}
              placeholder={memoryBytes ? String(Math.round(memoryBytes / MEBIBYTE)) : words.noLimit}
            />
            <TextField
              name={`limits.${name}.cpus`}
              label={words.cpuLimit}
              required={false}
              inputMode="decimal"
              defaultValue={earlier[name]?.cpus}
              placeholder={cpus ? String(cpus) : words.noLimit}
            />
            <SelectField
              name={`limits.${name}.restart`}
              label={words.restart}
              required={false}
              defaultValue={earlier[name]?.restart ?? ''}
              options={[
                { value: '', label: words.restartDefault(policyWords(restart)) },
                ...Object.entries(words.restarts).map(([value, label]) => ({ value, label })),
              ]}
            />
          </div>
        ))}
      </div>
    </Disclosure>
  );
}

const mebibytes = (bytes: number | undefined) =>
  bytes === undefined ? undefined : Math.round(bytes / MEBIBYTE);

/** The policy of a definition in words; one with a count (`on-failure:3`) as it stands. */
function policyWords(policy: string): string {
  const known = Object.entries(words.restarts).find(([value]) => value === policy)?.[1];
  return known?.toLowerCase() ?? policy;
}
