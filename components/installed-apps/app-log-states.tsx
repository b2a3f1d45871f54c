import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import type { LogState } from '@/lib/installed-apps/logs/entry';
import { logMessages as words } from './messages';

type AppLogStatesProps = {
  states: readonly LogState[];
  refused: { message: string; hint?: string } | null;
  /** Where the cause lies, for services whose server does not answer. */
  action: ReactNode;
};

const tones: Partial<Record<LogState['phase'], string>> = {
  missing: 'bg-warning-soft',
  unreadable: 'bg-warning-soft',
  unreachable: 'bg-danger-soft',
};

/** Why there is less to read than one would think: a sentence and what to do, per service; the same sentence once. */
export function AppLogStates({ states, refused, action }: AppLogStatesProps) {
  const said = states.filter(
    ({ phase, message }, index) =>
      message !== undefined &&
      (phase !== 'unreachable' || states.findIndex((one) => one.message === message) === index),
  );
  const terminals = states.filter(({ terminal }) => terminal).map(({ service }) => service);
  if (said.length + terminals.length === 0 && !refused) return null;
  return (
    <ul className="border-border border-b text-table" aria-label={words.section}>
      {refused && <Line tone="bg-danger-soft" message={refused.message} hint={refused.hint} />}
      {said.map(({ service, phase, message, hint }) => (
        <Line
          key={service}
          phase={phase}
          tone={tones[phase]}
          message={message ?? ''}
          hint={hint}
          action={phase === 'unreachable' ? action : undefined}
        />
      ))}
      {terminals.map((service) => (
        <Line key={`terminal ${service}`} message={words.terminal(service)} />
      ))}
    </ul>
  );
}

type LineProps = { phase?: string; tone?: string; message: string; hint?: string; action?: ReactNode };

function Line({ phase, tone, message, hint, action }: LineProps) {
  return (
    <li
      data-phase={phase}
      className={cn('flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-2', tone)}
    >
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {message} {hint && <span className={cn(!tone && 'text-muted-foreground')}>{hint}</span>}
      </span>
      {action}
    </li>
  );
}
