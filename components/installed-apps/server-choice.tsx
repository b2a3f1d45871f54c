'use client';

import { RadioCards } from '@/components/form/radio-cards';
import type { DeployFormView } from '@/lib/installed-apps/deploy-loader';
import { deployMessages as words } from './messages';

type ServerChoiceProps = { view: DeployFormView; onChoose: (serverId: string) => void };

/** Where an app is deployed: each server, and why some cannot take it. */
export function ServerChoice({ view: { servers, chosen, earlier }, onChoose }: ServerChoiceProps) {
  return (
    <>
      <RadioCards
        name="serverId"
        label={words.server}
        columns={2}
        value={chosen?.id ?? ''}
        onValueChange={onChoose}
        options={servers.map(({ id, name: label, system, fit }) => ({
          value: id,
          label,
          text: fit.fits ? [system, ...fit.notes].filter(Boolean).join('. ') : `${fit.sentence} ${fit.hint}`,
          disabled: !fit.fits || (earlier !== null && id !== earlier.serverId),
        }))}
      />
      {!chosen && (
        <p className="text-muted-foreground text-table">
          {servers.some(({ fit }) => fit.fits) ? words.chooseServer : words.noneFits}
        </p>
      )}
    </>
  );
}
