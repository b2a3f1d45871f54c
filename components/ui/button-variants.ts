import { cva } from 'class-variance-authority';

/** The looks of a button, also for links and for pages that must stay small. */
export const buttonVariants = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium text-sm transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 forced-colors:border',
  {
    variants: {
      variant: {
        default: 'bg-primary text-primary-foreground hover:opacity-85',
        outline: 'border border-border bg-card hover:bg-muted',
        ghost: 'hover:bg-muted',
        destructive: 'bg-destructive text-destructive-foreground hover:opacity-90',
        link: 'text-accent-ink underline-offset-4 hover:underline',
      },
      size: {
        default: 'h-(--control) px-3',
        sm: 'h-(--control-small) px-2.5 text-table',
        icon: 'size-(--control)',
        'icon-sm': 'size-(--control-small)',
        inline: 'h-auto',
      },
    },
    defaultVariants: { variant: 'default', size: 'default' },
  },
);
