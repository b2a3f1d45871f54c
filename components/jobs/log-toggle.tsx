'use client';

import { Button } from '@/components/ui/button';

type LogToggleProps = { pressed: boolean; onChange: (pressed: boolean) => void; label: string };

/** A choice of the log's view that is on or off. */
export function LogToggle({ pressed, onChange, label }: LogToggleProps) {
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-pressed={pressed}
      onClick={() => onChange(!pressed)}
      className="text-muted-foreground aria-pressed:bg-muted aria-pressed:text-foreground"
    >
      {label}
    </Button>
  );
}
