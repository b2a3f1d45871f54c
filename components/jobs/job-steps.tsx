import { LoaderCircle } from 'lucide-react';
import { formatDuration } from '@/components/data/format';
import { jobStatus } from '@/components/data/status';
import { cn } from '@/components/ui/cn';
import { Progress } from '@/components/ui/progress';
import type { StepView } from '@/lib/jobs/views';
import { stepTitle } from './messages';
import { PullProgress } from './pull-progress';

const inks = {
  success: 'text-success',
  info: 'text-info',
  warning: 'text-warning',
  danger: 'text-danger',
  neutral: 'text-muted-foreground',
};

/** The steps of a job: icon, name, duration, and one line of what came out. The same on every screen. */
export function JobSteps({ kind, steps }: { kind: string; steps: StepView[] }) {
  return (
    <ol className="flex flex-col">
      {steps.map((step) => (
        <JobStep key={step.key} kind={kind} step={step} />
      ))}
    </ol>
  );
}

function JobStep({ kind, step }: { kind: string; step: StepView }) {
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
            {title}
            <span className="sr-only">: {status.word}</span>
          </span>
          {step.durationMs !== null && step.status !== 'skipped' && (
            <span className="shrink-0 text-muted-foreground text-xs tabular-nums">
              {formatDuration(step.durationMs)}
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
