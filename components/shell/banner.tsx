import type { ReactNode } from 'react';
import { Alert } from '@/components/ui/alert';
import { Disclosure } from '@/components/ui/disclosure';
import { shellMessages } from './messages';

export type Notice = {
  key: string;
  tone: 'danger' | 'warning' | 'info';
  /** What is the matter, one sentence. */
  title: string;
  /** Why, and what to do. */
  text?: ReactNode;
  /** One link or button. */
  action?: ReactNode;
};

const weight = { danger: 0, warning: 1, info: 2 };

/** The banner slot under a page header: the worst notice, the others folded behind "2 more". Nothing when all is well. */
export function Banner({ notices }: { notices: Notice[] }) {
  const [worst, ...others] = notices.toSorted((a, b) => weight[a.tone] - weight[b.tone]);
  if (!worst) return null;
  return (
    <div className="mb-6 flex flex-col gap-2">
      <NoticeLine notice={worst} />
      {others.length > 0 && (
        <Disclosure summary={shellMessages.moreNotices(others.length)}>
          <div className="flex flex-col gap-2">
            {others.map((notice) => (
              <NoticeLine key={notice.key} notice={notice} />
            ))}
          </div>
        </Disclosure>
      )}
    </div>
  );
}

function NoticeLine({ notice }: { notice: Notice }) {
  return (
    <Alert variant={notice.tone} title={notice.title} action={notice.action}>
      {notice.text}
    </Alert>
  );
}
