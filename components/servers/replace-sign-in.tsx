import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { SubmitButton } from '@/components/form/submit-button';
import { TextField } from '@/components/form/text-field';
import { Disclosure } from '@/components/ui/disclosure';
import { replaceCredentialAction } from '@/lib/servers/sign-in-actions';
import { addMessages, settingsMessages as words } from './messages';
import { SignInFields } from './sign-in-fields';

/** A new account or credential for a known server; the stored one is replaced, never read. */
export function ReplaceSignIn({ serverId, username }: { serverId: string; username: string }) {
  return (
    <Disclosure summary={words.replace}>
      <Form action={replaceCredentialAction} saved={words.replaced} hidden={{ serverId }} className="mt-3">
        <TextField
          name="username"
          label={addMessages.username}
          help={addMessages.usernameHelp}
          required
          defaultValue={username}
          autoCapitalize="none"
          spellCheck={false}
        />
        <SignInFields />
        <FormActions>
          <SubmitButton running={words.replacing}>{words.replace}</SubmitButton>
        </FormActions>
      </Form>
    </Disclosure>
  );
}
