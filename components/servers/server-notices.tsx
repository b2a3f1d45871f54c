import Link from 'next/link';
import type { Notice } from '@/components/shell/banner';
import { CLOCK_LIMIT_SECONDS } from '@/lib/servers/views';
import { detailMessages, oldAlgorithmMessages, reasonWords } from './messages';
import { AllowOldAlgorithms } from './old-algorithms';
import type { LoadedServer } from './server-frame';

/** What is the matter with a server, as notices; a changed host key and an unconfirmed one have panels of their own. */
export function serverNotices(server: LoadedServer): Notice[] {
  const notices: Notice[] = [];
  const offset = server.facts?.clockOffsetSeconds ?? 0;
  const latest = server.latestPreparation;
  if (server.reason === 'no_common_algorithm' && !server.allowsOldAlgorithms) {
    notices.push({
      key: 'algorithms',
      tone: 'danger',
      title: oldAlgorithmMessages.title,
      text: server.may.manage ? oldAlgorithmMessages.text : oldAlgorithmMessages.adminOnly,
      action: server.may.manage ? <AllowOldAlgorithms serverId={server.id} name={server.name} /> : undefined,
    });
  } else if (server.state === 'offline') {
    notices.push({
      key: 'offline',
      tone: 'danger',
      title: detailMessages.offline(reasonWords(server.reason)),
      text: detailMessages.offlineText,
    });
  }
  if (server.state === 'needs_attention' && server.hindrance) {
    notices.push({
      key: 'hindrance',
      tone: 'warning',
      title: detailMessages.hindered(reasonWords(server.hindrance)),
      text: detailMessages.hinderedText,
    });
  }
  if (server.dockerStatus === 'unusable') {
    notices.push({
      key: 'docker',
      tone: 'warning',
      title: detailMessages.dockerUnusable,
      text: server.facts?.docker.problemText,
    });
  }
  if (
    server.isVerified &&
    (server.preparation === 'failed' || server.preparation === 'interrupted') &&
    latest
  ) {
    notices.push({
      key: 'preparation',
      tone: 'warning',
      title: detailMessages.preparationFailed,
      text: latest.errorMessage,
      action: latest.jobId ? (
        <Link href={`/activity/${latest.jobId}`}>{detailMessages.openLast}</Link>
      ) : undefined,
    });
  }
  if (server.isVerified && server.preparation === 'none' && server.state === 'online') {
    notices.push({
      key: 'none',
      tone: 'info',
      title: detailMessages.notPrepared,
      text: detailMessages.notPreparedText,
    });
  }
  if (Math.abs(offset) > CLOCK_LIMIT_SECONDS)
    notices.push({
      key: 'clock',
      tone: 'warning',
      title: detailMessages.clockOff(offset),
      text: detailMessages.clockText(server.facts?.clock?.synchronised ?? null),
    });
  if (server.facts?.rebootRequired)
    notices.push({
      key: 'reboot',
      tone: 'info',
      title: detailMessages.reboot,
      text: detailMessages.rebootText(server.facts.rebootPackages),
    });
  if (server.facts?.pendingUpdates?.security)
    notices.push({
      key: 'updates',
      tone: 'info',
      title: detailMessages.securityUpdates(server.facts.pendingUpdates.security),
      text: server.facts.packageManager ? detailMessages.updatesText[server.facts.packageManager] : undefined,
    });
  if (server.twin)
    notices.push({ key: 'twin', tone: 'warning', title: detailMessages.twin(server.twin.name) });
  return notices;
}
