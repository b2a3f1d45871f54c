'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { CheckboxField } from '@/components/form/checkbox-field';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { RadioCards } from '@/components/form/radio-cards';
import { postJob } from '@/components/jobs/post-job';
import { Button } from '@/components/ui/button';
import { removeServerAction } from '@/lib/servers/removal-actions';
import { serverMessages, settingsMessages as words } from './messages';

type RemoveServerProps = {
  serverId: string;
  name: string;
  apps: string[];
  hasKey: boolean;
  /** Servers that are reached through this one. */
  behind: string[];
  /** Whether anything can be taken off it; a server that is gone can still be forgotten. */
  reachable: boolean;
};

type Fate = 'keep' | 'uninstall' | 'uninstall_with_data';
type Chosen = { fate: Fate; key: boolean };

const fates = [
  { value: 'keep', label: words.removeAppsKeep, text: words.removeAppsKeepText },
  { value: 'uninstall', label: words.removeAppsUninstall, text: words.removeAppsUninstallText },
  { value: 'uninstall_with_data', label: words.removeAppsData, text: words.removeAppsDataText },
];

/** The way out: forgets a server, at wish after taking its apps or Tomo's key off it. The lists follow the choice. */
export function RemoveServer({ serverId, name, apps, hasKey, behind, reachable }: RemoveServerProps) {
  const router = useRouter();
  const [chosen, setChosen] = useState<Chosen>({ fate: 'keep', key: false });
  return (
    <ConfirmDialog
      tier={3}
      title={words.removeTitle(name)}
      consequence={consequenceOf(behind, reachable)}
      goes={goesWith(chosen, apps)}
      stays={staysWith(chosen, hasKey)}
      confirm={serverMessages.remove}
      running={words.removing}
      typed={{ text: name, name: 'confirmName' }}
      reauth
      action={(_previous: unknown, form: FormData) => remove(serverId, chosen, form)}
      onSuccess={(job) => job && router.push(job.page as Route)}
      options={
        <>
          {reachable && apps.length > 0 && (
            <RadioCards
              name="apps"
              label={words.removeApps(apps)}
              options={fates}
              value={chosen.fate}
              onValueChange={(fate) => setChosen({ ...chosen, fate: fate as Fate })}
            />
          )}
          {reachable && hasKey && (
            <CheckboxField
              name="removeKey"
              label={words.removeKey}
              help={words.removeKeyHelp}
              checked={chosen.key}
              onChange={(event) => setChosen({ ...chosen, key: event.currentTarget.checked })}
            />
          )}
        </>
      }
      trigger={<Button variant="outline">{serverMessages.remove}</Button>}
    />
  );
}

function remove(serverId: string, { fate, key }: Chosen, form: FormData) {
  const confirmName = form.get('confirmName');
  const reauthPassword = form.get('reauthPassword') ?? undefined;
  if (fate === 'keep' && !key)
    return removeServerAction({ serverId, confirmName, reauthPassword }) as Promise<never>;
  const body = { confirmName, apps: fate, removeKey: key, reauthPassword };
  return postJob(`/api/v1/servers/${serverId}/removals`, body);
}

function consequenceOf(behind: string[], reachable: boolean): string {
  if (behind.length > 0) return words.removeBehind(behind);
  return reachable ? words.removeText : words.removeUnreachable;
}

function goesWith({ fate, key }: Chosen, apps: string[]): string[] {
  return [
    words.goesEntry,
    words.goesHistory,
    ...(apps.length > 0 ? [words.goesAppEntries] : []),
    ...(fate === 'keep' ? [] : [words.goesApps(apps)]),
    ...(fate === 'uninstall_with_data' ? [words.goesData(apps)] : []),
    ...(key ? [words.goesKey] : []),
  ];
}

function staysWith({ fate, key }: Chosen, hasKey: boolean): string[] {
  return [
    fate === 'keep' ? words.staysDocker : words.staysForeign,
    ...(fate === 'uninstall_with_data' ? [] : [words.staysVolumes]),
    ...(hasKey && !key ? [words.staysKey] : []),
    words.staysAudit,
  ];
}
