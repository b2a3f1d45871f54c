'use client';

import { SelectField } from '@/components/form/select-field';
import { addMessages } from './messages';

export type JumpHost = { id: string; name: string };

/** The server through which another one is reached. Nothing to choose while no server could be it. */
export function JumpHostField({ hosts, value = '' }: { hosts: JumpHost[]; value?: string }) {
  if (hosts.length === 0) return null;
  return (
    <SelectField
      name="jumpServerId"
      label={addMessages.jump}
      help={addMessages.jumpHelp}
      optional
      defaultValue={value}
      options={[
        { value: '', label: addMessages.noJump },
        ...hosts.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
