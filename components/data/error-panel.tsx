'use client';

import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { CopyTextButton } from '@/components/ui/copy-text-button';
import { dataMessages } from './messages';

type ErrorPanelProps = {
  /** What could not be shown, one sentence. */
  title: string;
  /** Why, and what to try. */
  text: ReactNode;
  /** Finds the entry in the system log. */
  id?: string;
  onRetry?: () => void;
};

/** A part of a page that failed: sentence, what to try, retry, and the id that finds the cause. */
export function ErrorPanel({ title, text, id, onRetry }: ErrorPanelProps) {
  return (
    <div role="alert" className="flex items-start gap-3 rounded-lg border border-border bg-card p-4">
      <CircleAlert aria-hidden="true" className="mt-0.5 text-danger" />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="max-w-prose text-muted-foreground">{text}</p>
        <div className="mt-3 flex flex-wrap items-center gap-2 empty:hidden">
          {onRetry && (
            <Button variant="outline" size="sm" onClick={onRetry}>
              {dataMessages.retry}
            </Button>
          )}
          {id && (
            <CopyTextButton value={`${title} ${dataMessages.errorId(id)}`} label={dataMessages.copyDetails} />
          )}
          {id && <span className="font-mono text-muted-foreground text-xs">{dataMessages.errorId(id)}</span>}
        </div>
      </div>
    </div>
  );
}
