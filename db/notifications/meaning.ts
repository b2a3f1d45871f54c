import type { Meaning } from '@/db/meaning';
import type { notifications } from './tables';

export const notificationsMeaning: Meaning<typeof notifications> = {
  about:
    'What a person should know, with read state. A repeat of an open one counts up. Kept for `retention.notifications_days`.',
  columns: {
    userId: 'for whom',
    severity: 'how serious',
    event: 'what happened; the text is made from it',
    params: 'names and numbers in the text',
    link: 'where to look',
    dedupeKey: 'same key = the same matter',
    repeatCount: 'how often it happened',
    readAt: 'seen',
    dismissedAt: 'put away',
  },
};
