-- The ledger only grows. A table rebuild would drop these triggers, so neither table is ever rebuilt.
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'audit_log: rows never change');
END;
--> statement-breakpoint
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
WHEN NOT EXISTS (SELECT 1 FROM audit_checkpoints WHERE kind = 'purge' AND to_seq >= OLD.seq)
BEGIN
  SELECT RAISE(ABORT, 'audit_log: only rows behind a purge checkpoint may go');
END;
--> statement-breakpoint
-- INSERT OR REPLACE would remove a row without the delete trigger, hence the second condition.
CREATE TRIGGER audit_log_next_seq BEFORE INSERT ON audit_log
WHEN NEW.seq <> 1 + max(
    coalesce((SELECT max(seq) FROM audit_log), 0),
    coalesce((SELECT max(to_seq) FROM audit_checkpoints WHERE kind = 'purge'), 0)
  )
  OR EXISTS (
    SELECT 1 FROM audit_log
    WHERE rowid = NEW.rowid OR id = NEW.id OR checksum = NEW.checksum OR prev_checksum = NEW.prev_checksum
      OR intent_seq = NEW.intent_seq
  )
BEGIN
  SELECT RAISE(ABORT, 'audit_log: a new row takes the next number and replaces nothing');
END;
--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints
BEGIN
  SELECT RAISE(ABORT, 'audit_checkpoints: rows never change');
END;
--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints
WHEN OLD.kind <> 'anchor'
  OR NOT EXISTS (SELECT 1 FROM audit_checkpoints WHERE kind = 'purge' AND to_seq >= OLD.to_seq)
BEGIN
  SELECT RAISE(ABORT, 'audit_checkpoints: only anchors behind a purge may go');
END;
