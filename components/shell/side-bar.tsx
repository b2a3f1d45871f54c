import { NavList } from './nav-list';
import type { NavigationEntry } from './navigation';
import { Wordmark } from './wordmark';

/** The navigation from 1024 px; below it, it is a sheet, or with scripts off the first block of the page. */
export function SideBar({ entries }: { entries: NavigationEntry[] }) {
  return (
    <div className="top-0 z-30 hidden h-dvh w-56 shrink-0 flex-col gap-3 border-r px-2 py-2.5 noscript:block noscript:max-lg:h-auto noscript:max-lg:w-full lg:sticky lg:flex lg:group-data-[sidebar=collapsed]/frame:w-14">
      <Wordmark labelClassName="group-data-[sidebar=collapsed]/frame:sr-only" />
      <NavList entries={entries} collapsible />
    </div>
  );
}
