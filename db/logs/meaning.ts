import type { Meaning } from '@/db/meaning';
import type { logEntries } from './tables';

export const logEntriesMeaning: Meaning<typeof logEntries> = {
  about:
    'The technical log of Tomo itself, from `system.log_level` upwards, kept for `retention.logs_days`. Never the only record of who did what.',
  columns: {
    timestamp: 'when',
    level: 'how important',
    source: 'which part of Tomo',
    message: 'redacted text, at most 8 KiB',
    requestId: 'request it belongs to',
    tags: 'words to filter by',
    extraData: 'facts for programs, redacted',
  },
};
