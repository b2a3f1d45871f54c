'use client';

import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { bulkMessages as words } from './bulk-messages';

// A list is mostly read: what acts on it arrives when somebody chooses a first row.
const SelectionBar = dynamic(() => import('./selection-bar').then((module) => module.SelectionBar), {
  ssr: false,
});

type Selected = { ids: ReadonlySet<string>; set: (ids: string[], on: boolean) => void };
const SelectionContext = createContext<Selected>({ ids: new Set(), set: () => {} });

type SelectionProps = {
  /** Ids of the servers on this page; what is no longer here is no longer selected. */
  serverIds: string[];
  mayManage: boolean;
  /** Whether commands may be run. */
  commands: boolean;
  children: ReactNode;
};

/** Lets people choose servers of a list and act on all of them. */
export function Selection({ serverIds, mayManage, commands, children }: SelectionProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = new Set(serverIds.filter((id) => chosen.has(id)));
  function set(changed: string[], on: boolean) {
    const next = new Set(ids);
    for (const id of changed) {
      if (on) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  }
  return (
    <SelectionContext value={{ ids, set }}>
      <div className="mb-2 noscript:hidden">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: it wraps its checkbox. */}
        <label className="inline-flex min-h-8 cursor-pointer items-center gap-3 px-4 text-muted-foreground text-table pointer-coarse:min-h-11">
          <Checkbox
            checked={ids.size > 0 && ids.size === serverIds.length}
            onChange={(event) => set(serverIds, event.currentTarget.checked)}
          />
          {words.selectAll(serverIds.length)}
        </label>
      </div>
      {children}
      {ids.size > 0 && (
        <SelectionBar
          serverIds={[...ids]}
          mayManage={mayManage}
          commands={commands}
          clear={() => setChosen(new Set())}
        />
      )}
    </SelectionContext>
  );
}

/** The checkbox of one row. */
export function SelectServer({ id, name }: { id: string; name: string }) {
  const { ids, set } = useContext(SelectionContext);
  return (
    <Checkbox
      className="noscript:hidden pointer-coarse:before:absolute pointer-coarse:before:-inset-3"
      checked={ids.has(id)}
      aria-label={words.select(name)}
      onChange={(event) => set([id], event.currentTarget.checked)}
    />
  );
}
