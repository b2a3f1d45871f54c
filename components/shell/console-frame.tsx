import { type ReactNode, Suspense } from 'react';
import { OriginGuard } from '@/components/auth/origin-guard';
import { SignOutButton } from '@/components/auth/sign-out-button';
import { RunningJobs } from '@/components/jobs/running-jobs';
import { loadViewer } from '@/lib/auth/loaders';
import { AppFrame } from './app-frame';
import { DiskStrip } from './disk-strip';

/** The signed-in shell: who is here, what runs, and the way out. */
export async function ConsoleFrame({ children }: { children: ReactNode }) {
  const viewer = await loadViewer();
  return (
    <AppFrame
      user={viewer}
      profileHref="/profile"
      strip={
        <>
          <DiskStrip />
          <OriginGuard />
        </>
      }
      signOut={<SignOutButton />}
      jobs={
        <Suspense fallback={null}>
          <RunningJobs />
        </Suspense>
      }
    >
      {children}
    </AppFrame>
  );
}
