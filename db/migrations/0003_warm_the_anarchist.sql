ALTER TABLE `job_steps` ADD `first_seq` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `log_cut` text;