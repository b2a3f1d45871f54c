import { cva, type VariantProps } from 'class-variance-authority';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const alertVariants = cva('flex gap-3 rounded-lg px-4 py-3 text-sm forced-colors:border', {
  variants: {
    variant: {
      neutral: 'bg-muted',
      info: 'bg-info-soft',
      success: 'bg-success-soft',
      warning: 'bg-warning-soft',
      danger: 'bg-danger-soft',
    },
  },
  defaultVariants: { variant: 'neutral' },
});

const icons = {
  neutral: Info,
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};
const inks = {
  neutral: '',
  info: 'text-info',
  success: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
};

type AlertProps = VariantProps<typeof alertVariants> & {
  /** What happened, one sentence. */
  title: ReactNode;
  /** Why, and what to do. */
  children?: ReactNode;
  /** One link or button. */
  action?: ReactNode;
  /** `alert` only for text that appears after the page was read; text that is there from the start needs none. */
  role?: 'alert' | 'status';
  className?: string;
};

/** A sentence that matters where it stands: cause, then the next step. */
export function Alert({ variant, title, children, action, role, className }: AlertProps) {
  const tone = variant ?? 'neutral';
  const Icon = icons[tone];
  return (
    <div role={role} className={cn(alertVariants({ variant }), className)}>
      <Icon aria-hidden="true" className={cn('mt-0.5', inks[tone])} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 max-w-prose">
          <p className={cn('font-medium', inks[tone])}>{title}</p>
          {children && <div className="mt-0.5">{children}</div>}
        </div>
        {action}
      </div>
    </div>
  );
}
