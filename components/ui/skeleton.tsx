import type { ComponentProps } from 'react';
import { cn } from './cn';

/** A still grey shape of the final size; it appears only when the wait is longer than 200 ms. */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return <div aria-hidden="true" className={cn('late rounded-md bg-muted', className)} {...props} />;
}
