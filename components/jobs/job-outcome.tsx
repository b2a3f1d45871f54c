import { Alert } from '@/components/ui/alert';
import { CodeBlock } from '@/components/ui/code';
import { Disclosure } from '@/components/ui/disclosure';
import type { LogLine } from '@/lib/jobs/line';
import type { JobStateView, StepView } from '@/lib/jobs/views';
import { jobMessages, stepTitle } from './messages';

type JobOutcomeProps = { kind: string; state: JobStateView; steps: StepView[]; lines: LogLine[] };

const LAST_LINES = 20;

/** What became of a job that did not succeed: in one sentence what happened, then what to do, and where it ended. */
export function JobOutcome({ kind, state, steps, lines }: JobOutcomeProps) {
  if (state.status === 'pending' || state.status === 'running' || state.status === 'completed') return null;
  const ended = steps.find((step) => step.status === state.status && step.error);
  const step = ended ? stepTitle(kind, ended.key) : '';
  const place = state.status === 'failed' ? jobMessages.failedAt(step) : jobMessages.interruptedAt(step);
  const cancelled = state.status === 'cancelled';
  const title = cancelled ? jobMessages.cancelledTitle : state.errorMessage;
  const output = lines
    .filter((line) => line.step === ended?.key && line.stream !== 'event')
    .slice(-LAST_LINES);
  return (
    <Alert
      variant={state.status === 'failed' ? 'danger' : state.status === 'interrupted' ? 'warning' : 'neutral'}
      title={title}
    >
      {state.hint && <p>{state.hint}</p>}
      {step && !cancelled && <p className="mt-1 text-muted-foreground">{place}</p>}
      {output.length > 0 && (
        <Disclosure summary={`Last ${output.length} lines of this step`} className="mt-2">
          <CodeBlock what="last lines">{output.map((line) => line.message).join('\n')}</CodeBlock>
        </Disclosure>
      )}
    </Alert>
  );
}
