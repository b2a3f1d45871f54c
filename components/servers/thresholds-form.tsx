import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SubmitButton } from '@/components/form/submit-button';
import { TextField } from '@/components/form/text-field';
import { changeThresholdsAction } from '@/lib/servers/edit-actions';
import type { loadServerTrust } from '@/lib/servers/loaders';
import { serverMessages, thresholdMessages as words } from './messages';

type Trust = Awaited<ReturnType<typeof loadServerTrust>>;

type ThresholdsFormProps = {
  serverId: string;
  version: number;
  own: Trust['thresholds'];
  /** What holds where a field stays empty. */
  common: Trust['commonRules'];
};

const measures = ['cpu', 'memory', 'disk'] as const;

/** From when on a server needs attention: its own values, each empty field following the instance. */
export function ThresholdsForm({ serverId, version, own, common }: ThresholdsFormProps) {
  return (
    <Form action={changeThresholdsAction} saved={words.saved} hidden={{ serverId, version: String(version) }}>
      <div className="flex flex-col gap-4">
        {measures.map((measure) => (
          <fieldset key={measure} className="grid grid-cols-2 gap-x-4 gap-y-2">
            <legend className="mb-1.5 font-medium text-table">{serverMessages[measure]}</legend>
            <PercentField
              name={`${measure}Warning`}
              label={words.warning}
              own={own?.[measure]?.warning}
              common={common.thresholds[measure].warning}
            />
            <PercentField
              name={`${measure}Critical`}
              label={words.critical}
              own={own?.[measure]?.critical}
              common={common.thresholds[measure].critical}
            />
          </fieldset>
        ))}
        <TextField
          name="minutes"
          label={words.minutes}
          help={words.minutesHelp}
          optional
          inputMode="numeric"
          maxLength={2}
          placeholder={String(common.windowSeconds / 60)}
          defaultValue={own?.minutes}
        />
      </div>
      <FormActions>
        <SubmitButton running={words.saving}>{words.save}</SubmitButton>
      </FormActions>
    </Form>
  );
}

type PercentFieldProps = { name: string; label: string; own: number | undefined; common: number };

function PercentField({ name, label, own, common }: PercentFieldProps) {
  return (
    <TextField
      name={name}
      label={label}
      required={false}
      inputMode="numeric"
      maxLength={3}
      placeholder={String(common)}
      defaultValue={own}
    />
  );
}
