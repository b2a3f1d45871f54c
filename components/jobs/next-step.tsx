import Link from 'next/link';
import { Alert } from '@/components/ui/alert';
import type { loadJob } from '@/lib/jobs/loaders';

/** After success: the result in one line and the one thing to do next. */
export function NextStep({ job }: { job: Awaited<ReturnType<typeof loadJob>> }) {
  if (job.state.status !== 'completed') return null;
  const next = nextOf(job);
  if (!next) return null;
  return (
    <Alert
      variant="success"
      title={next.title}
      className="mb-6"
      action={
        <Link href={next.href as '/'} className="font-medium text-accent-ink">
          {next.label}
        </Link>
      }
    />
  );
}

function nextOf(
  job: Awaited<ReturnType<typeof loadJob>>,
): { title: string; label: string; href: string } | undefined {
  const summary = job.steps.at(-1)?.summary ?? 'Done.';
  if (job.kind === 'server.prepare' && job.serverId)
    return {
      title: `${job.targetLabel} is prepared. ${summary}.`,
      label: 'Deploy an app',
      href: `/applications?server=${job.serverId}`,
    };
  if (job.kind === 'server.install_key' && job.serverId)
    return {
      title: `Tomo signs in to ${job.targetLabel} with its own key.`,
      label: 'Open the server',
      href: `/servers/${job.serverId}`,
    };
  if (job.kind === 'server.move' && job.serverId)
    return {
      title: `${job.targetLabel}: ${summary}.`,
      label: 'Open the server',
      href: `/servers/${job.serverId}`,
    };
  if (job.serverId && job.kind in afterPreparationWork)
    return {
      title: afterPreparationWork[job.kind as keyof typeof afterPreparationWork](job.targetLabel),
      label: 'Preparations of this server',
      href: `/servers/${job.serverId}/preparations`,
    };
  if (job.kind === 'server.check' && job.serverId)
    return {
      title: `${job.targetLabel} was checked.`,
      label: 'Open the server',
      href: `/servers/${job.serverId}`,
    };
  if (job.kind === 'server.remove')
    return { title: `${job.targetLabel} is removed from Tomo.`, label: 'Servers', href: '/servers' };
  if (job.kind === 'app.remove')
    return { title: `${job.targetLabel} is removed.`, label: 'Apps', href: '/apps' };
  if (job.kind.startsWith('app.') && job.installedAppId)
    return {
      title: `${job.targetLabel}: ${summary}`,
      label: 'Open its page',
      href: `/apps/${job.installedAppId}`,
    };
  if (job.kind === 'audit.verify')
    return { title: job.steps[0]?.summary ?? summary, label: 'Audit log', href: '/audit' };
  return undefined;
}

const afterPreparationWork = {
  'server.plan_preparation': (name: string) => `This is the plan for ${name}. Nothing was changed.`,
  'server.plan_undo': (name: string) =>
    `This is what an undo on ${name} would take back. Nothing was changed.`,
  'server.undo_preparation': (name: string) => `What Tomo changed on ${name} is taken back.`,
};
