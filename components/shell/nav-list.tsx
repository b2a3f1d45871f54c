import { NavLink } from './nav-link';
import type { NavigationEntry } from './navigation';

const linkClasses =
  'relative flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted-foreground text-sm transition-colors hover:bg-muted hover:text-foreground aria-[current=page]:bg-muted aria-[current=page]:text-foreground pointer-coarse:h-11';

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
            <span className={collapsible ? 'nav-label' : undefined}>{entry.label}</span>
          </NavLink>
        </li>
      ))}
    </ul>
  );
}
