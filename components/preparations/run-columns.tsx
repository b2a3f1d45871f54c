import Link from 'next/link';
import type { Column } from '@/components/data/data-table';
import { formatDuration } from '@/components/data/format';
import { RelativeTime } from '@/components/data/relative-time';
import { jobStatus } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { stepTitle } from '@/components/jobs/messages';
import { Disclosure } from '@/components/ui/disclosure';
import { preparationMessages as words } from './messages';
import { optionWords } from './option-words';
import type { Run } from './undo-plan';

/** The columns of the history: what was run, what came of it, how long each step took against the last time. */
export const runColumns: Column<Run>[] = [
  {
    key: 'when',
    header: 'Started',
    card: 'title',
    cell: (run) =>
      run.jobId ? (
        <Link href={`/activity/${run.jobId}`} className="font-medium">
          <RelativeTime at={run.createdAt} />
        </Link>
      ) : (
        <RelativeTime at={run.createdAt} />
      ),
  },
  { key: 'kind', header: 'What', card: 'fact', wrap: true, cell: (run) => <Chosen run={run} /> },
  {
    key: 'status',
    header: 'Result',
    card: 'status',
    cell: (run) => (
      <StatusBadge
        status={jobStatus[run.status]}
        reason={
          run.currentStep && run.status !== 'completed' ? stepTitle(jobKind(run), run.currentStep) : undefined
        }
      />
    ),
  },
  { key: 'message', header: 'Message', card: 'fact', from: 'lg', wrap: true, cell: messageOf },
  {
    key: 'by',
    header: 'By',
    card: 'fact',
    wrap: true,
    cell: (run) => (
      <span className="block [overflow-wrap:anywhere] md:max-w-36">{run.requestedBy ?? 'Tomo'}</span>
    ),
  },
  { key: 'duration', header: 'Duration', card: 'fact', cell: (run) => <Durations run={run} /> },
  {
    key: 'log',
    header: words.log,
    card: 'fact',
    cell: (run) =>
      run.hasLog ? (
        <a href={`/api/v1/preparations/${run.id}/log`} download aria-label={words.downloadLog}>
          {words.log}
        </a>
      ) : (
        '–'
      ),
  },
];

function Chosen({ run }: { run: Run }) {
  const chosen = optionWords(run.options).join(' · ');
  return (
    <div className="md:min-w-48">
      {kindWords(run)}
      {chosen && (
        <p className="text-muted-foreground text-table first-letter:uppercase [overflow-wrap:anywhere]">
          <span className="sr-only">{words.chosen}: </span>
          {chosen}
        </p>
      )}
    </div>
  );
}

function Durations({ run }: { run: Run }) {
  const whole =
    run.startedAt && run.completedAt
      ? formatDuration(Date.parse(run.completedAt) - Date.parse(run.startedAt))
      : '–';
  const timed = run.steps.filter(({ status, durationMs }) => status === 'completed' && durationMs !== null);
  if (timed.length === 0) return whole;
  return (
    <Disclosure summary={whole}>
      <ul className="flex flex-col gap-1 text-table">
        {timed.map((step) => (
          <li key={step.key}>
            {stepTitle(jobKind(run), step.key)}: {formatDuration(step.durationMs ?? 0)}
            {step.lastMs !== null && (
              <span className="text-muted-foreground"> ({words.lastTime(formatDuration(step.lastMs))})</span>
            )}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

function kindWords(run: Run): string {
  return run.options.undo === true ? words.undoPlan : words.kinds[run.kind];
}

// Steps bear the names of their kind of job, which may be gone by now.
function jobKind(run: Run): string {
  const undoes = run.kind === 'remove' || run.options.undo === true;
  return undoes ? 'server.undo_preparation' : 'server.prepare';
}

function messageOf(run: Run): string {
  if (run.errorMessage) return run.errorMessage;
  const {
    engine,
    compose,
    planned,
    changes,
    undone,
    packages = [],
  } = (run.result ?? {}) as {
    engine?: string;
    compose?: string;
    planned?: unknown[];
    changes?: unknown[];
    undone?: unknown[];
    packages?: unknown[];
  };
  if (engine) return `Docker ${engine}, Compose ${compose ?? '–'}`;
  if (planned) return planned.length === 0 ? 'Nothing to do' : `Steps to do: ${planned.length}`;
  if (changes) return `Changes of Tomo: ${changes.length + packages.length}`;
  if (undone) return `Changes taken back: ${undone.length + packages.length}`;
  return '–';
}
