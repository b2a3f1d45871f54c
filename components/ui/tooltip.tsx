'use client';

import * as Primitive from 'radix-ui/tooltip';
import type { ReactElement } from 'react';

type TooltipProps = {
  /** The same words as the trigger's `aria-label`. */
  label: string;
  /** One focusable element. */
  children: ReactElement;
  side?: 'top' | 'right' | 'bottom' | 'left';
};

/** Names an icon-only control for people who see it. Never carries anything that is said nowhere else. */
export function Tooltip({ label, children, side }: TooltipProps) {
  return (
    <Primitive.Provider delayDuration={400}>
      <Primitive.Root>
        <Primitive.Trigger asChild>{children}</Primitive.Trigger>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="fade-in-0 z-50 max-w-72 animate-in rounded-md bg-primary px-2 py-1 text-primary-foreground text-xs whitespace-normal text-left font-normal font-sans"
        >
          {label}
        </Primitive.Content>
      </Primitive.Root>
    </Primitive.Provider>
  );
}
