'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/form/confirm-dialog';
import { postJob, type StartedGroup } from '@/components/jobs/post-job';
import { Button, buttonVariants } from '@/components/ui/button';
import { preparationPresets } from '@/lib/preparations/presets';
import type { Failure } from '@/lib/procedures/result';
import { bulkMessages as words } from './bulk-messages';
import { BulkResult } from './bulk-result';
import { BulkStart } from './bulk-start';
import { TagServers } from './tag-servers';

type SelectionBarProps = { serverIds: string[]; mayManage: boolean; commands: boolean; clear: () => void };
export type BulkAnswer = StartedGroup | Failure;

/** What can be done with the chosen servers, at the foot of the window while some are chosen. */
export function SelectionBar({ serverIds, mayManage, commands, clear }: SelectionBarProps) {
  const [answer, setAnswer] = useState<BulkAnswer | null>(null);
  const servers = serverIds.length === 1 ? '1 server' : `${serverIds.length} servers`;
  return (
    <section
      aria-label={words.selected(serverIds.length)}
      className="sticky bottom-4 z-20 mt-4 flex flex-col gap-3 rounded-lg border bg-popover p-3 shadow-overlay"
    >
      {answer && <BulkResult answer={answer} close={() => setAnswer(null)} />}
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="mr-2 font-medium tabular-nums">
          {words.selected(serverIds.length)}
        </p>
        <BulkStart path="/api/v1/servers/checks" body={{ serverIds }} onAnswer={setAnswer}>
          {words.check}
        </BulkStart>
        <BulkStart path="/api/v1/servers/facts" body={{ serverIds }} onAnswer={setAnswer}>
          {words.facts}
        </BulkStart>
        <ConfirmDialog
          tier={1}
          title={words.prepareTitle(servers)}
          consequence={words.prepareText}
          confirm={words.prepareTitle(servers)}
          running={words.starting}
          action={() =>
            postJob<StartedGroup>('/api/v1/servers/preparations', {
              serverIds,
              ...preparationPresets.recommended,
            })
          }
          onSuccess={setAnswer}
          trigger={
            <Button variant="outline" size="sm">
              {words.prepare}
            </Button>
          }
        />
        {mayManage && <TagServers serverIds={serverIds} />}
        {commands && (
          <Link
            href={`/servers/command?servers=${serverIds.join(',')}` as Route}
            className={buttonVariants({ variant: 'outline', size: 'sm' })}
          >
            {words.command}
          </Link>
        )}
        <Button variant="ghost" size="sm" className="ml-auto" onClick={clear}>
          {words.clear}
        </Button>
      </div>
    </section>
  );
}
