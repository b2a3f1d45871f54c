/** Which part of Tomo speaks. */
export type LogSource =
  | 'auth'
  | 'server'
  | 'preparation'
  | 'job'
  | 'app'
  | 'marketplace'
  | 'metrics'
  | 'audit'
  | 'settings'
  | 'notification'
  | 'backup'
  | 'retention'
  | 'http'
  | 'system';

export type LogLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';

export type LogEntry = {
  id: string;
  timestamp: string;
  level: LogLevel;
  source: LogSource;
  /** Constant words; what varies stands in `data`. */
  message: string;
  requestId: string | null;
  /** Already redacted. */
  data: unknown;
};
