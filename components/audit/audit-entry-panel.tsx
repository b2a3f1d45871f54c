import { X } from 'lucide-react';
import Link from 'next/link';
import { ExactTime } from '@/components/data/exact-time';
import { buttonVariants } from '@/components/ui/button';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { CodeBlock } from '@/components/ui/code';
import { loadAuditEntry } from '@/lib/audit/loaders';
import { actionWords, auditMessages } from './messages';
import { OutcomeBadge } from './outcome-badge';

/** One entry in full: values before and after, who and from where, and its place in the chain. */
export async function AuditEntryPanel({ seq, closeHref }: { seq: number; closeHref: string }) {
  const entry = await loadAuditEntry(seq);
  if (!entry) return null;
  return (
    <Card className="mb-6" aria-label={auditMessages.entry(entry.seq)}>
      <CardHeader>
        <CardTitle>
          {auditMessages.entry(entry.seq)}: {actionWords(entry.entityType, entry.action)} {entry.entityName}
        </CardTitle>
        <Link
          href={closeHref as '/audit'}
          scroll={false}
          aria-label={auditMessages.close}
          className={buttonVariants({ variant: 'ghost', size: 'icon-sm' })}
        >
          <X aria-hidden="true" />
        </Link>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
          <OutcomeBadge outcome={entry.outcome} />
          <ExactTime at={entry.timestamp} />
          <span>{entry.actorName}</span>
          {entry.clientIp && <span className="font-mono">{entry.clientIp}</span>}
          {entry.jobId && (
            <Link href={`/activity/${entry.jobId}`} className="text-accent-ink">
              {auditMessages.openJob}
            </Link>
          )}
        </div>
        {entry.changeReason && <p>{entry.changeReason}</p>}
        {Boolean(entry.oldValue || entry.newValue) && (
          <div className="grid gap-4 md:grid-cols-2">
            <Values title={auditMessages.before} value={entry.oldValue} />
            <Values title={auditMessages.after} value={entry.newValue} />
          </div>
        )}
        <dl className="grid gap-1 font-mono text-muted-foreground text-xs [overflow-wrap:anywhere]">
          <div>
            <dt className="inline font-sans">{auditMessages.checksum} </dt>
            <dd className="inline">{entry.checksum}</dd>
          </div>
          <div>
            <dt className="inline font-sans">{auditMessages.previous} </dt>
            <dd className="inline">{entry.prevChecksum}</dd>
          </div>
        </dl>
      </CardContent>
    </Card>
  );
}

function Values({ title, value }: { title: string; value: unknown }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-muted-foreground text-xs">{title}</h3>
      <CodeBlock what={title.toLowerCase()}>{value ? JSON.stringify(value, null, 2) : '–'}</CodeBlock>
    </div>
  );
}
