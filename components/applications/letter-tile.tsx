import { cn } from '@/components/ui/cn';

/** The first letter of a name, where an icon would stand. */
export function LetterTile({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        'flex size-10 shrink-0 select-none items-center justify-center rounded-lg bg-muted font-semibold text-base text-muted-foreground',
        className,
      )}
    >
      {[...name.trim()][0]?.toUpperCase()}
    </span>
  );
}
