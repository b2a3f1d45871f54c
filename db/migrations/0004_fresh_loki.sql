CREATE INDEX `jobs_status` ON `jobs` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_kind` ON `jobs` (`kind`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_requester` ON `jobs` (`requested_by`,`created_at`,`id`);