'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { type ComponentProps, type ReactNode, useRef, useState, useTransition } from 'react';
import { showToast } from '@/components/shell/toast-store';
import { Button } from '@/components/ui/button';
import { Popover, PopoverAnchor, PopoverContent } from '@/components/ui/popover';
import { returnFocus } from '@/components/ui/return-focus';
import type { Failure } from '@/lib/procedures/result';
import { jobMessages } from './messages';
import { postJob } from './post-job';

type StartJobButtonProps = Pick<ComponentProps<typeof Button>, 'variant' | 'size' | 'className'> & {
  /** Route under /api/v1 that records the job. */
  path: string;
  body?: Record<string, unknown>;
  children: ReactNode;
  /** What is said while the request is under way. */
  running: string;
  /** Where to go: to the job's page, or stay and render this page anew. */
  then?: 'job' | 'stay';
};

/** Starts a job with one click; a second click finds the first job. A refusal stands at the button. */
export function StartJobButton({
  path,
  body = {},
  children,
  running,
  then = 'job',
  ...look
}: StartJobButtonProps) {
  const router = useRouter();
  const button = useRef<HTMLButtonElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [pending, start] = useTransition();

  const run = () =>
    start(async () => {
      const result = await postJob(path, body).catch(() => null);
      if (!result)
        return setFailure({
          code: 'unavailable',
          message: 'Tomo did not answer.',
          hint: 'Check the connection, then try again.',
        });
      if (!result.ok) return setFailure(result.error);
      if (result.data.existing) showToast({ title: jobMessages.alreadyRuns });
      if (then === 'job') router.push(result.data.page as Route);
      else router.refresh();
    });

  return (
    <Popover open={failure !== null} onOpenChange={(open) => !open && setFailure(null)}>
      {/* What is submitted before the page is ready, React keeps and runs then; a click alone would be lost. */}
      <form className="contents" action={run}>
        <PopoverAnchor asChild>
          <Button
            {...look}
            ref={button}
            type="submit"
            aria-disabled={pending}
            onClick={(event) => {
              event.preventDefault();
              if (!pending) run();
            }}
          >
            {pending ? running : children}
          </Button>
        </PopoverAnchor>
      </form>
      <PopoverContent role="alert" onCloseAutoFocus={returnFocus(button)}>
        <p className="font-medium text-danger">{failure?.message}</p>
        {failure?.hint && <p className="mt-1 text-muted-foreground">{failure.hint}</p>}
      </PopoverContent>
    </Popover>
  );
}
