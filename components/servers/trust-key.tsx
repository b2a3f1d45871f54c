'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Form } from '@/components/form/form';
import { FormActions } from '@/components/form/form-actions';
import { RadioCards } from '@/components/form/radio-cards';
import { SubmitButton } from '@/components/form/submit-button';
import { TextareaField } from '@/components/form/textarea-field';
import { postJob } from '@/components/jobs/post-job';
import { Alert } from '@/components/ui/alert';
import { CodeBlock } from '@/components/ui/code';
import { trustHostKeyAction } from '@/lib/servers/host-key-actions';
import { verifyMessages as words } from './messages';
import { compareFingerprint } from './pasted-fingerprint';

type OfferedKey = { type: string; fingerprint: string };
type TrustKeyProps = {
  serverId: string;
  keys: OfferedKey[];
  /** Whether the sign-in is ready to be tried as soon as the key is trusted. */
  checks: boolean;
};

const files: Record<string, string> = { 'ssh-ed25519': 'ed25519', 'ssh-rsa': 'rsa' };

/** The decision about the host key: the keys shown, how to read the real one, and two honest ways to go on. */
export function TrustKey({ serverId, keys, checks }: TrustKeyProps) {
  const router = useRouter();
  const [chosen, setChosen] = useState(keys[0]?.fingerprint ?? '');
  const [pasted, setPasted] = useState('');
  const key = keys.find((candidate) => candidate.fingerprint === chosen) ?? keys[0];
  const comparison = compareFingerprint(pasted, chosen);
  return (
    <Form
      action={async (previous, form) => {
        const result = await trustHostKeyAction(previous, form);
        // Here and not after: the page that answers has no such form any more.
        if (result.ok) {
          if (checks) await postJob(`/api/v1/servers/${serverId}/checks`, {}).catch(() => null);
          router.refresh();
        }
        return result;
      }}
      guarded={false}
      hidden={{ serverId }}
      className="max-w-none"
    >
      <p className="font-medium">{words.waiting}</p>
      <RadioCards
        name="fingerprint"
        label={words.choose}
        value={chosen}
        onValueChange={setChosen}
        options={keys.map((offered) => ({
          value: offered.fingerprint,
          label: offered.type,
          text: offered.fingerprint,
        }))}
      />
      <div>
        <p className="mb-1 text-muted-foreground text-table">{words.onConsole}</p>
        <CodeBlock what="command">{`ssh-keygen -lf /etc/ssh/ssh_host_${fileOf(key?.type)}_key.pub`}</CodeBlock>
      </div>
      <TextareaField
        name="pasted"
        label={words.pasted}
        help={words.pastedHelp}
        optional
        rows={2}
        spellCheck={false}
        onInput={(event) => setPasted(event.currentTarget.value)}
      />
      <div role="status">
        {comparison === 'match' && <Alert variant="success" title={words.match} />}
        {comparison === 'no_match' && <Alert variant="danger" title={words.noMatch} />}
        {comparison === 'unreadable' && (
          <p className="text-muted-foreground text-table">{words.unreadable}</p>
        )}
      </div>
      {comparison !== 'no_match' && (
        <FormActions>
          <SubmitButton name="trust" value="verified" running={words.trusting}>
            {words.compared}
          </SubmitButton>
          <SubmitButton name="trust" value="first_use" variant="outline" running={words.trusting}>
            {words.firstUse}
          </SubmitButton>
        </FormActions>
      )}
      <p className="text-muted-foreground text-table">{words.firstUseText}</p>
    </Form>
  );
}

function fileOf(type: string | undefined): string {
  return files[type ?? ''] ?? (type?.startsWith('ecdsa') ? 'ecdsa' : 'ed25519');
}
