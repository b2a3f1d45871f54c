import 'server-only';
import { verifyAudit } from '@/lib/audit/verify';
import { type Command, done, failed } from './command';

export const audit: Command = {
  usage: 'audit verify',
  summary: 'check the whole audit ledger against its anchors; Tomo need not run',
  async run(words) {
    if (words.join(' ') !== 'verify') return undefined;
    const { broken, checkedRows, verifiedTo, lastAnchor } = await verifyAudit();
    if (broken) return failed(`Broken at entry #${broken.seq}: ${broken.problem}.`);
    return done(`Intact: ${checkedRows} entries, verified to #${verifiedTo}, last anchor #${lastAnchor}.`);
  },
};
