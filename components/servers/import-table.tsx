import Link from 'next/link';
import { Checkbox } from '@/components/ui/checkbox';
import { Code } from '@/components/ui/code';
import type { ImportRowView } from '@/lib/servers/import/preview';
import { importMessages as words } from './import-messages';

/** The hosts of an import, each with what becomes of it; those that can be added are chosen from the start. */
export function ImportTable({ rows }: { rows: ImportRowView[] }) {
  return (
    <ul className="divide-y rounded-lg border bg-card">
      {rows.map((row) => (
        <li
          key={`${row.from} ${row.key}`}
          className="grid gap-x-4 gap-y-1 px-4 py-3 text-table md:grid-cols-[1.5rem_minmax(0,1fr)_minmax(0,1.4fr)_minmax(0,1.4fr)]"
        >
          <span className="flex h-5 items-center">
            {row.verdict === 'new' && (
              <Checkbox name="chosen" value={row.key} defaultChecked aria-label={words.choose(row.name)} />
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
  );
}

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
