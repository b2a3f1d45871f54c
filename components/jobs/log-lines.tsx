'use client';

import { ChevronRight } from 'lucide-react';
import { useMemo } from 'react';
import { formatDuration } from '@/components/data/format';
import type { LogLine } from '@/lib/jobs/line';
import type { StepView } from '@/lib/jobs/views';
import { type LineLook, LogGroup } from './log-group';
import { stepTitle } from './messages';

type LogLinesProps = {
  kind: string;
  lines: LogLine[];
  steps: StepView[];
  marked: number | null;
  look: LineLook;
};

const GROUP = 50;
// Up to here every line is part of the page: the browser's own search finds it, and nothing is gained by less.
const ALL_UP_TO = 1_000;

// Of thousands of lines that come in at once only the last ones are drawn before anybody scrolls.
const ENDING = 3 * GROUP;

/** The lines of a log under the steps they belong to; each step folds. Of a long log only what is near the view is there. */
export function LogLines({ kind, lines, steps, marked, look }: LogLinesProps) {
  const parts = useMemo(() => partsOf(lines), [lines]);
  const windowed = lines.length > ALL_UP_TO;
  const newest = lines.at(-1)?.seq ?? 0;
  return parts.map((part) => {
    const groups = part.groups.map((group) => {
      const first = group[0]?.seq ?? 0;
      const isHere = marked !== null && marked >= first && marked <= (group.at(-1)?.seq ?? 0);
      return (
        <LogGroup
          key={Math.floor(first / GROUP)}
          lines={group}
          marked={isHere ? marked : null}
          windowed={windowed}
          startsNear={!windowed || first > newest - ENDING}
          {...look}
        />
      );
    });
    if (part.step === 'job') return <div key={part.key}>{groups}</div>;
    const duration = steps.find(({ key }) => key === part.step)?.durationMs;
    return (
      <details key={part.key} open className="group/step">
        <summary className="-top-2 sticky z-10 flex cursor-pointer list-none items-center gap-1.5 bg-card px-4 py-1 font-sans text-muted-foreground">
          <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 group-open/step:rotate-90" />
          <span className="min-w-0 truncate font-medium">{stepTitle(kind, part.step)}</span>
          {duration != null && (
            <span className="ml-auto shrink-0 tabular-nums">{formatDuration(duration)}</span>
          )}
        </summary>
        {groups}
      </details>
    );
  });
}

type Part = { key: string; step: string; groups: LogLine[][] };

/** Lines of one step in a row, cut where the number of a line is a multiple of 50, so that growing changes the last group only. */
function partsOf(lines: LogLine[]): Part[] {
  const parts: Part[] = [];
  let group: LogLine[] = [];
  let cut = -1;
  for (const line of lines) {
    let part = parts.at(-1);
    const at = Math.floor(line.seq / GROUP);
    if (!part || part.step !== line.step) {
      const turn = parts.filter(({ step }) => step === line.step).length;
      part = { key: `${line.step} ${turn}`, step: line.step, groups: [] };
      parts.push(part);
      cut = -1;
    }
    if (at !== cut) {
      group = [];
      part.groups.push(group);
      cut = at;
    }
    group.push(line);
  }
  return parts;
}
