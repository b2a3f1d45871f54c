'use client';

import { CheckboxField } from '@/components/form/checkbox-field';
import { TextField } from '@/components/form/text-field';
import { preparationPresets } from '@/lib/preparations/presets';
import type { PreparationOptions } from '@/lib/preparations/schema';
import { preparationMessages as words } from './messages';

type PreparationOptionFieldsProps = {
  preset: keyof typeof preparationPresets;
  /** Whether the person may change how Tomo signs in. */
  mayManage: boolean;
};

/** Every option with what it does, as the preset has it. */
export function PreparationOptionFields({ preset, mayManage }: PreparationOptionFieldsProps) {
  const chosen: PreparationOptions = preparationPresets[preset];
  const { maxSizeMb, maxFiles } = chosen.logRotation ?? preparationPresets.recommended.logRotation;
  return (
    <div className="grid gap-x-8 gap-y-5 md:grid-cols-2">
      <div className="flex flex-col gap-3">
        <CheckboxField
          name="logRotation"
          label={words.logRotation}
          help={words.logRotationHelp}
          defaultChecked={chosen.logRotation !== undefined}
        />
        <div className="grid grid-cols-2 gap-3 pl-7">
          <TextField
            name="maxSizeMb"
            label={words.maxSizeMb}
            type="number"
            min={1}
            max={10_000}
            defaultValue={maxSizeMb}
          />
          <TextField
            name="maxFiles"
            label={words.maxFiles}
            type="number"
            min={1}
            max={100}
            defaultValue={maxFiles}
          />
        </div>
      </div>
      <div className="flex flex-col gap-4">
        <CheckboxField
          name="liveRestore"
          label={words.liveRestore}
          help={words.liveRestoreHelp}
          defaultChecked={chosen.liveRestore}
        />
        <CheckboxField name="restartDocker" label={words.restartDocker} help={words.restartDockerHelp} />
      </div>
      <CheckboxField
        name="securityUpgrades"
        label={words.securityUpgrades}
        help={words.securityUpgradesHelp}
        defaultChecked={chosen.securityUpgrades}
      />
      <CheckboxField
        name="timeSync"
        label={words.timeSync}
        help={words.timeSyncHelp}
        defaultChecked={chosen.timeSync}
      />
      <TextField
        name="openPorts"
        label={words.openPorts}
        help={words.openPortsHelp}
        optional
        pattern="\s*\d{1,5}\/(tcp|udp)(\s*,\s*\d{1,5}\/(tcp|udp))*\s*"
      />
      <TextField
        name="swapMb"
        label={words.swapMb}
        help={words.swapHelp}
        type="number"
        min={64}
        max={65_536}
        optional
      />
      {mayManage && (
        <div className="flex flex-col gap-3 md:col-span-2">
          <CheckboxField name="ownAccount" label={words.ownAccount} help={words.ownAccountHelp} />
          <TextField
            name="ownAccountName"
            label={words.ownAccountName}
            defaultValue="tomo"
            pattern="[a-z][a-z0-9\-]{0,30}"
            fieldClassName="max-w-60 pl-7"
          />
        </div>
      )}
    </div>
  );
}
