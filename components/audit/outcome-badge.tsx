import { CircleCheck, CircleDashed, CircleQuestionMark, CircleX, ShieldX } from 'lucide-react';
import type { Status } from '@/components/data/status';
import { StatusBadge } from '@/components/data/status-badge';
import { outcomeWords } from './messages';

const looks: Record<keyof typeof outcomeWords, Status> = {
  intent: { word: outcomeWords.intent, icon: CircleDashed, tone: 'neutral' },
  ok: { word: outcomeWords.ok, icon: CircleCheck, tone: 'success' },
  denied: { word: outcomeWords.denied, icon: ShieldX, tone: 'danger' },
  failed: { word: outcomeWords.failed, icon: CircleX, tone: 'danger' },
  unknown: { word: outcomeWords.unknown, icon: CircleQuestionMark, tone: 'warning' },
};

/** What became of an audited act. */
export function OutcomeBadge({ outcome }: { outcome: keyof typeof outcomeWords }) {
  return <StatusBadge status={looks[outcome]} />;
}
