import type { ComponentProps } from 'react';
import { cn } from './cn';
import { controlClasses } from './control';

export function Textarea({ className, rows = 4, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={cn(controlClasses, 'field-sizing-content min-h-20 py-2', className)}
      {...props}
    />
  );
}
