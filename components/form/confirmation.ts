import type { ReactNode } from 'react';
import type { FormAction } from './submission';

/** What a dialog asks before something is done. */
export type Confirmation<T> = {
  /** 1 interrupts a service, 2 removes or reverts configuration, 3 destroys data or access. */
  tier: 1 | 2 | 3;
  /** Verb and object: "Stop Nextcloud". */
  title: string;
  /** What it means for people: "Nextcloud will be unavailable for about 20 s." */
  consequence: ReactNode;
  /** Tiers 2 and 3: what is gone afterwards, and what is not. */
  goes?: string[];
  stays?: string[];
  /** The button: "Stop Nextcloud", "Delete nextcloud and 3 volumes". */
  confirm: string;
  /** What is said while it runs: "Stopping Nextcloud…". */
  running: string;
  /** Tier 3: the exact text to type. With `name` it is posted too, for servers that check it again. */
  typed?: { text: string; name?: string };
  /** Ask for the password from the start. */
  reauth?: boolean;
  action: FormAction<T>;
  /** Values the action needs and nobody types, such as the id. */
  hidden?: Record<string, string>;
  /** Options, default to keep. */
  options?: ReactNode;
  /** Only for client components: runs after success, the dialog is closed then. */
  onSuccess?: (data: T) => void;
};
