import { LoaderCircle } from 'lucide-react';
import { formatDuration } from '@/components/data/format';
import { jobStatus } from '@/components/data/status';
import { cn } from '@/components/ui/cn';
import { Progress } from '@/components/ui/progress';
import type { StepView } from '@/lib/jobs/views';
import { jobMessages, stepTitle } from './messages';
import { PullProgress } from './pull-progress';

const inks = {
  success: 'text-success',
  info: 'text-info',
  warning: 'text-warning',
  danger: 'text-danger',
  neutral: 'text-muted-foreground',
};

/** The steps of a job: icon, name, duration, and one line of what came out. The same on every screen. */
type JobStepsProps = {
  kind: string;
  steps: StepView[];
  /** How long each took the last time, in milliseconds. */
  lastTime?: Record<string, number>;
  /** Whether a step leads to its first line in the log. */
  linked?: boolean;
};

export function JobSteps({ kind, steps, lastTime = {}, linked = false }: JobStepsProps) {
  return (
    <ol className="flex flex-col">
      {steps.map((step) => (
        <JobStep key={step.key} kind={kind} step={step} lastMs={lastTime[step.key]} linked={linked} />
      ))}
    </ol>
  );
}

type JobStepProps = { kind: string; step: StepView; lastMs: number | undefined; linked: boolean };

function JobStep({ kind, step, lastMs, linked }: JobStepProps) {
  const status = jobStatus[step.status];
  const isRunning = step.status === 'running';
  const title = stepTitle(kind, step.key);
  return (
    <li
      data-step={step.key}
      data-status={step.status}
      className="flex gap-3 py-2"
      aria-current={isRunning ? 'step' : undefined}
    >
      <status.icon
        aria-hidden="true"
        className={cn(
          'mt-0.5 size-4 shrink-0',
          inks[status.tone],
          status.icon === LoaderCircle && 'animate-spin [animation-duration:1.6s]',
        )}
      />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3">
          <span
            className={cn(
              'min-w-0',
              isRunning && 'font-medium',
              step.status === 'pending' && 'text-muted-foreground',
            )}
          >
            {linked && step.firstSeq !== null ? (
              <a
                href={`?at=${step.firstSeq}#L${step.firstSeq}`}
                title={jobMessages.toItsLines}
                className="hover:underline"
              >
                {title}
              </a>
            ) : (
              title
            )}
            <span className="sr-only">: {status.word}</span>
          </span>
          {step.durationMs !== null && step.status !== 'skipped' && (
            <span className="shrink-0 text-muted-foreground text-xs tabular-nums">
              {formatDuration(step.durationMs)}
              {lastMs !== undefined && isNotable(step.durationMs, lastMs) && (
                <span className="block text-right">{jobMessages.lastTime(formatDuration(lastMs))}</span>
              )}
            </span>
          )}
        </div>
        {isRunning && step.progressPercent !== null && (
          <Progress label={title} percent={step.progressPercent} className="mt-1.5" />
        )}
        {isRunning && step.pull && <PullProgress pull={step.pull} />}
        {step.error ? (
          <p className={cn('mt-0.5 text-table [overflow-wrap:anywhere]', inks[status.tone])}>{step.error}</p>
        ) : (
          step.summary && (
            <p className="mt-0.5 text-muted-foreground text-table [overflow-wrap:anywhere]">
              {step.status === 'skipped' ? `Skipped: ${step.summary}` : step.summary}
            </p>
          )
        )}
      </div>
    </li>
  );
}

/** A second or a fifth more or less is how work is; beyond that the difference is worth a word. */
function isNotable(durationMs: number, lastMs: number): boolean {
  const difference = Math.abs(durationMs - lastMs);
  return difference >= 1_000 && difference > lastMs / 5;
}
