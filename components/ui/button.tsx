import type { VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { buttonVariants } from './button-variants';
import { cn } from './cn';

export { buttonVariants };

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonVariants>;

/** shadcn's button. Without `type` it never submits a form by accident; a link that looks like one bears `buttonVariants`. */
export function Button({ className, variant, size, type = 'button', ...props }: ButtonProps) {
  return <button type={type} className={cn(buttonVariants({ variant, size }), className)} {...props} />;
}
