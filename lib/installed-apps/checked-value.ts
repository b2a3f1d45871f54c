import 'server-only';
import type { Field } from '@/lib/applications/field-model';

/** What a typed value becomes in `.env`, or why it does not. Messages are sentences for the person at the form. */
export type Checked = { value: string } | { problem: string };

export type PathRules = {
  /** Folders that `path` fields may name; empty means any folder that is not the system's or Tomo's. */
  sharedFolders: readonly string[];
};

/** Checks one non-empty answer to a field of one type. */
export type Check = (field: Field, raw: string, rules: PathRules) => Checked;
