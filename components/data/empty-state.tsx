import { CircleCheck, Inbox, Lock, type LucideIcon, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

type EmptyStateProps = {
  /** Nothing was ever made · the filters leave nothing · nothing is wrong · the role may not see it. */
  kind: 'first-use' | 'no-match' | 'all-clear' | 'not-permitted';
  title: string;
  /** One sentence: what is needed, which filters are set, or who can do it. */
  text?: ReactNode;
  /** One button or link. */
  action?: ReactNode;
  /** Instead of the icon of the kind, the icon of the thing. */
  icon?: LucideIcon;
  className?: string;
};

const icons = { 'first-use': Inbox, 'no-match': SearchX, 'all-clear': CircleCheck, 'not-permitted': Lock };

/** Nothing to show, and why. Empty and failed never look alike: a failure is an `ErrorPanel`. */
export function EmptyState({ kind, title, text, action, icon, className }: EmptyStateProps) {
  const Icon = icon ?? icons[kind];
  if (kind === 'all-clear') {
    return (
      <p className={cn('flex min-h-12 items-center gap-2 px-4 py-3', className)}>
        <Icon aria-hidden="true" className="text-success" />
        <span>
          {title}
          {text && <span className="text-muted-foreground"> {text}</span>}
        </span>
      </p>
    );
  }
  return (
    <div
      className={cn(
        'flex flex-col items-center px-6 py-12 text-center',
        kind === 'first-use' && 'py-16',
        className,
      )}
    >
      <Icon aria-hidden="true" className="mb-3 size-5 text-muted-foreground" />
      <p className="font-medium">{title}</p>
      {text && <p className="mt-1 max-w-md text-balance text-muted-foreground">{text}</p>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
