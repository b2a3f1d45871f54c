import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { shellMessages } from './messages';

/** The last section of a Settings tab: what cannot be undone, away from everyday actions. */
export function DangerZone({ children }: { children: ReactNode }) {
  return (
    <Card aria-labelledby="danger-zone">
      <h2 id="danger-zone" className="px-4 pt-4 font-semibold text-danger text-sm">
        {shellMessages.dangerZone}
      </h2>
      <div className="divide-y px-4">{children}</div>
    </Card>
  );
}

/** One dangerous act: its name, what it destroys, and the button that asks first. */
export function DangerAct({ title, text, action }: { title: string; text: ReactNode; action: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
      <div className="min-w-0 max-w-prose flex-1 basis-60">
        <h3 className="font-medium text-sm">{title}</h3>
        <p className="text-muted-foreground text-table">{text}</p>
      </div>
      {action}
    </div>
  );
}
