'use client';

import Link from 'next/link';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Code } from '@/components/ui/code';
import type { ImportRowView } from '@/lib/servers/import/preview';
import { importMessages as words } from './import-messages';

/**
 * The hosts of an import, each with what becomes of it. Those of the config are chosen from the start; known_hosts also names
 * every machine that somebody ever looked at.
 */
export function ImportTable({ rows }: { rows: ImportRowView[] }) {
  const list = useRef<HTMLUListElement>(null);
  const addable = rows.filter(({ verdict }) => verdict === 'new');
  const [chosen, setChosen] = useState(addable.filter(isChosenAtFirst).length);
  const boxes = () => [...(list.current?.querySelectorAll<HTMLInputElement>('input[name="chosen"]') ?? [])];
  const count = () => setChosen(boxes().filter(({ checked }) => checked).length);
  const set = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked;
    count();
  };
  return (
    <div className="flex flex-col gap-3">
      {addable.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <p role="status" className="mr-2 text-muted-foreground text-table tabular-nums">
            {words.chosen(chosen, addable.length)}
          </p>
          <Button type="button" variant="outline" size="sm" onClick={() => set(true)}>
            {words.chooseAll}
          </Button>
          <Button type="button" variant="outline" size="sm" onClick={() => set(false)}>
            {words.chooseNone}
          </Button>
        </div>
      )}
      <ul ref={list} onChange={count} className="divide-y rounded-lg border bg-card">
        {rows.map((row) => (
          <li
            key={`${row.from} ${row.key}`}
            className="grid gap-x-4 gap-y-1 px-4 py-3 text-table md:grid-cols-[1.5rem_minmax(0,1fr)_minmax(0,1.4fr)_minmax(0,1.4fr)]"
          >
            <span className="flex h-5 items-center">
              {row.verdict === 'new' && (
                <Checkbox
                  name="chosen"
                  value={row.key}
                  defaultChecked={isChosenAtFirst(row)}
                  aria-label={words.choose(row.name)}
                />
              )}
            </span>
            <span className="min-w-0">
              <span className="block font-medium text-sm [overflow-wrap:anywhere]">{row.name}</span>
              <span className="block text-muted-foreground">
                {words.files[row.from]}, {words.line(row.line)}
              </span>
            </span>
            <span className="min-w-0 text-muted-foreground">
              <span className="block font-mono [overflow-wrap:anywhere]">
                {row.username}@{row.host.includes(':') ? `[${row.host}]` : row.host}:{row.port}
              </span>
              {row.jump && <span className="block">{words.through(row.jump)}</span>}
              {row.identityFile && (
                <span className="block [overflow-wrap:anywhere]">{words.keyFile(row.identityFile)}</span>
              )}
            </span>
            <span className="min-w-0">
              <Result row={row} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const isChosenAtFirst = ({ from, verdict }: ImportRowView) => from === 'config' && verdict === 'new';

function Result({ row }: { row: ImportRowView }) {
  if (row.verdict === 'duplicate' && row.serverId) {
    return (
      <span>
        {words.duplicate}{' '}
        <Link href={`/servers/${row.serverId}`} className="text-accent-ink">
          {row.why}
        </Link>
      </span>
    );
  }
  if (row.verdict === 'duplicate')
    return <span className="text-muted-foreground">{words.sameAs(row.why ?? '')}</span>;
  if (row.verdict === 'refused') return <span className="text-danger">{row.why}</span>;
  return (
    <>
      <span className="block">{words.willAdd}</span>
      <span className="block text-muted-foreground">
        {words.key}: {row.hostKey ? words.keyTrusted : words.keyNone}
        {row.hostKey && (
          <>
            {' '}
            <Code>{row.hostKey.fingerprint}</Code>
          </>
        )}
      </span>
    </>
  );
}
