import { cn } from '@/components/ui/cn';
import { NavLink } from './nav-link';
import type { NavigationEntry } from './navigation';

const linkClasses =
  'group/entry relative flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted-foreground text-sm transition-colors hover:bg-muted hover:text-foreground aria-[current=page]:bg-muted aria-[current=page]:text-foreground pointer-coarse:h-11';

// In the collapsed bar the label turns into the tooltip of its icon, without a script.
const collapsedLabel =
  'group-data-[sidebar=collapsed]/frame:pointer-events-none group-data-[sidebar=collapsed]/frame:absolute group-data-[sidebar=collapsed]/frame:left-full group-data-[sidebar=collapsed]/frame:z-40 group-data-[sidebar=collapsed]/frame:ml-2 group-data-[sidebar=collapsed]/frame:whitespace-nowrap group-data-[sidebar=collapsed]/frame:rounded-md group-data-[sidebar=collapsed]/frame:bg-primary group-data-[sidebar=collapsed]/frame:px-2 group-data-[sidebar=collapsed]/frame:py-1 group-data-[sidebar=collapsed]/frame:text-primary-foreground group-data-[sidebar=collapsed]/frame:text-xs group-data-[sidebar=collapsed]/frame:opacity-0 group-hover/entry:opacity-100 group-focus-visible/entry:opacity-100';

/** The entries as a list of links; `collapsible` for the one that shrinks to icons. */
export function NavList({
  entries,
  collapsible = false,
}: {
  entries: NavigationEntry[];
  collapsible?: boolean;
}) {
  return (
    <ul className="flex flex-col gap-0.5">
      {entries.map((entry) => (
        <li key={entry.href}>
          <NavLink href={entry.href} className={linkClasses}>
            <entry.icon aria-hidden="true" />
            <span className={cn('opacity-100', collapsible && collapsedLabel)}>{entry.label}</span>
          </NavLink>
        </li>
      ))}
    </ul>
  );
}
