import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SubmitButton } from '@/components/form/submit-button';
import { TextField } from '@/components/form/text-field';
import { TextareaField } from '@/components/form/textarea-field';
import { updateServerAction } from '@/lib/servers/edit-actions';
import { addMessages, settingsMessages as words } from './messages';

type ServerGeneralFormProps = {
  serverId: string;
  version: number;
  name: string;
  tags: string;
  notes: string;
};

/** Name, tags and notes of a server. */
export function ServerGeneralForm({ serverId, version, name, tags, notes }: ServerGeneralFormProps) {
  return (
    <Form action={updateServerAction} saved={words.saved} hidden={{ serverId, version: String(version) }}>
      <TextField name="name" label={addMessages.name} required maxLength={64} defaultValue={name} />
      <TextField
        name="tags"
        label={addMessages.tags}
        help={addMessages.tagsHelp}
        optional
        defaultValue={tags}
      />
      <TextareaField name="notes" label={addMessages.notes} optional maxLength={2000} defaultValue={notes} />
      <FormActions>
        <SubmitButton running={words.saving}>{words.save}</SubmitButton>
      </FormActions>
    </Form>
  );
}
