'use client';

import { type ComponentProps, useContext } from 'react';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { FormContext } from './form-context';

type SubmitButtonProps = Omit<ComponentProps<typeof Button>, 'type'> & {
  /** What runs while the form is on its way, for example "Checking connection…". */
  running: string;
  /** Why it cannot be pressed now; it stays in reach of the keyboard and says so. */
  blocked?: string;
};

/** Submits its form. The label stays and the running text stands beside it, so the button never jumps. */
export function SubmitButton({ running, blocked, children, ...props }: SubmitButtonProps) {
  const { pending } = useContext(FormContext);
  return (
    <>
      <Button
        type="submit"
        aria-disabled={pending || blocked ? true : undefined}
        title={blocked}
        onClick={(event) => {
          if (pending || blocked) event.preventDefault();
        }}
        {...props}
      >
        {pending && <Spinner />}
        {children}
      </Button>
      <span role="status" className="text-muted-foreground text-table empty:hidden">
        {pending ? running : ''}
      </span>
    </>
  );
}
