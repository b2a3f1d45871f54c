import { shellMessages } from './messages';
import { NavList } from './nav-list';
import type { NavigationEntry } from './navigation';
import { Wordmark } from './wordmark';

/** The navigation from 1024 px; below it, it is a sheet, or with scripts off the first block of the page. */
export function SideBar({ entries }: { entries: NavigationEntry[] }) {
  return (
    <div className="z-30 hidden w-56 shrink-0 border-r lg:block lg:group-data-[sidebar=collapsed]/frame:w-14 noscript:block noscript:max-lg:w-full noscript:max-lg:border-r-0">
      <nav
        aria-label={shellMessages.navigation}
        className="flex flex-col gap-3 px-2 py-2.5 lg:sticky lg:top-0"
      >
        <Wordmark labelClassName="group-data-[sidebar=collapsed]/frame:sr-only" />
        <NavList entries={entries} collapsible />
      </nav>
    </div>
  );
}
