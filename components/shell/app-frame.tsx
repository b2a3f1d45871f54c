import type { ReactNode } from 'react';
import type { Role } from '@/lib/auth/permissions';
import { ArrivalFocus } from './arrival-focus';
import { ConnectionBanner } from './connection-banner';
import { ConnectionIndicator } from './connection-indicator';
import { HttpStrip } from './http-strip';
import { shellMessages } from './messages';
import { NavList } from './nav-list';
import { NavSheet } from './nav-sheet';
import { navigationFor } from './navigation';
import { SideBar } from './side-bar';
import { SideBarToggle } from './side-bar-toggle';
import { Toaster } from './toaster';
import { UserMenu } from './user-menu';
import { viewChoices } from './view-choices';
import { Wordmark } from './wordmark';
import { ZoneCookie } from './zone-cookie';

type AppFrameProps = {
  user: { name: string; role: Role };
  /** Left side of the top bar, for example the search. */
  start?: ReactNode;
  /** A line above everything, when there is one to say. */
  strip?: ReactNode;
  /** The indicator of running jobs. */
  jobs?: ReactNode;
  /** A button or form that signs out; it stands as the last line of the account menu. */
  signOut: ReactNode;
  /** Address of the person's own page, when there is one. */
  profileHref?: string;
  children: ReactNode;
};

/** Everything around a signed-in page: strips, side bar, top bar, main column and toasts. */
export async function AppFrame({ user, start, strip, jobs, signOut, profileHref, children }: AppFrameProps) {
  const { sidebar, theme } = await viewChoices();
  const entries = navigationFor(user.role);
  return (
    <div data-sidebar={sidebar} className="group/frame flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus-visible:not-sr-only focus-visible:fixed focus-visible:top-2 focus-visible:left-2 focus-visible:z-50 focus-visible:rounded-md focus-visible:bg-primary focus-visible:px-3 focus-visible:py-2 focus-visible:text-primary-foreground"
      >
        {shellMessages.skip}
      </a>
      <HttpStrip />
      {strip}
      <div className="flex flex-1 noscript:max-lg:block">
        <SideBar entries={entries} />
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="page-gutter sticky top-0 z-20 flex h-14 items-center gap-2 border-b bg-background">
            <NavSheet>
              <nav aria-label={shellMessages.navigation} className="flex flex-col gap-3">
                <Wordmark />
                <NavList entries={entries} />
              </nav>
            </NavSheet>
            <SideBarToggle initial={sidebar} />
            <Wordmark className="lg:hidden noscript:hidden" labelClassName="max-sm:sr-only" />
            <div className="flex min-w-0 flex-1 items-center">{start}</div>
            {jobs}
            <ConnectionIndicator />
            <UserMenu user={user} theme={theme} profileHref={profileHref} signOut={signOut} />
          </header>
          <ConnectionBanner />
          <main
            id="main"
            tabIndex={-1}
            className="page-gutter mx-auto w-full max-w-[1440px] flex-1 py-6 outline-none max-md:pb-28"
          >
            {children}
          </main>
        </div>
      </div>
      <Toaster />
      <ArrivalFocus />
      <ZoneCookie />
    </div>
  );
}
