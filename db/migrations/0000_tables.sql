CREATE TABLE `app_categories` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`icon` text NOT NULL,
	`color` text NOT NULL,
	`sort_order` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `app_categories_slug_unique` ON `app_categories` (`slug`);--> statement-breakpoint
CREATE TABLE `app_ratings` (
	`id` text PRIMARY KEY NOT NULL,
	`app_id` text NOT NULL,
	`user_id` text NOT NULL,
	`rating` integer NOT NULL,
	`comment` text,
	`hidden_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`app_id`) REFERENCES `marketplace_apps`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "app_ratings_stars" CHECK("app_ratings"."rating" BETWEEN 1 AND 5)
);
--> statement-breakpoint
CREATE INDEX `app_ratings_user` ON `app_ratings` (`user_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `app_ratings_app_user` ON `app_ratings` (`app_id`,`user_id`);--> statement-breakpoint
CREATE TABLE `applications` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`long_description` text,
	`app_version` text NOT NULL,
	`category_id` text NOT NULL,
	`tags` text DEFAULT '[]' NOT NULL,
	`icon` text,
	`icon_hash` text,
	`screenshots` text DEFAULT '[]' NOT NULL,
	`author` text,
	`license` text,
	`repository` text,
	`documentation` text,
	`source` text NOT NULL,
	`marketplace_app_id` text,
	`source_repo_url` text,
	`source_path` text,
	`source_slug` text,
	`source_commit` text,
	`format` text NOT NULL,
	`definition` text NOT NULL,
	`content_hash` text NOT NULL,
	`requirements` text DEFAULT '{}' NOT NULL,
	`privileges` text DEFAULT '[]' NOT NULL,
	`consents` text DEFAULT '[]' NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`reviewed_by` text,
	`reviewed_at` text,
	`status` text DEFAULT 'available' NOT NULL,
	`featured` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`category_id`) REFERENCES `app_categories`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`marketplace_app_id`) REFERENCES `marketplace_apps`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`reviewed_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "applications_source" CHECK("applications"."source" IN ('marketplace', 'starter', 'custom')),
	CONSTRAINT "applications_status" CHECK("applications"."status" IN ('available', 'deprecated', 'disabled')),
	CONSTRAINT "applications_content_hash" CHECK(length("applications"."content_hash") = 64)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `applications_marketplace_app_id_unique` ON `applications` (`marketplace_app_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `applications_source_slug` ON `applications` (`source`,`slug`) WHERE "applications"."source" <> 'marketplace';--> statement-breakpoint
CREATE INDEX `applications_category` ON `applications` (`category_id`,`status`);--> statement-breakpoint
CREATE TABLE `audit_checkpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`from_seq` integer NOT NULL,
	`to_seq` integer NOT NULL,
	`row_count` integer NOT NULL,
	`checksum` text NOT NULL,
	`digest` text,
	`detail` text,
	`mac` text NOT NULL,
	`key_id` text NOT NULL,
	`created_at` text NOT NULL,
	CONSTRAINT "audit_checkpoints_kind_value" CHECK("audit_checkpoints"."kind" IN ('genesis', 'anchor', 'purge', 'restore'))
);
--> statement-breakpoint
CREATE INDEX `audit_checkpoints_kind` ON `audit_checkpoints` (`kind`,`to_seq`);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`timestamp` text NOT NULL,
	`entity_type` text NOT NULL,
	`entity_id` text NOT NULL,
	`entity_name` text,
	`action` text NOT NULL,
	`outcome` text NOT NULL,
	`intent_seq` integer,
	`actor_type` text NOT NULL,
	`user_id` text,
	`actor_name` text NOT NULL,
	`server_id` text,
	`job_id` text,
	`session_id` text,
	`request_id` text,
	`client_ip` text,
	`user_agent` text,
	`old_value` text,
	`new_value` text,
	`changed_fields` text DEFAULT '[]' NOT NULL,
	`change_reason` text,
	`prev_checksum` text NOT NULL,
	`checksum` text NOT NULL,
	`mac` text NOT NULL,
	`key_id` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "audit_log_outcome" CHECK("audit_log"."outcome" IN ('intent', 'ok', 'denied', 'failed', 'unknown')),
	CONSTRAINT "audit_log_actor_type" CHECK("audit_log"."actor_type" IN ('user', 'token', 'system', 'cli', 'anonymous')),
	CONSTRAINT "audit_log_checksum" CHECK(length("audit_log"."checksum") = 64 AND "audit_log"."checksum" NOT GLOB '*[^0-9a-f]*'),
	CONSTRAINT "audit_log_prev_checksum" CHECK(length("audit_log"."prev_checksum") = 64 AND "audit_log"."prev_checksum" NOT GLOB '*[^0-9a-f]*'),
	CONSTRAINT "audit_log_mac" CHECK(length("audit_log"."mac") = 64 AND "audit_log"."mac" NOT GLOB '*[^0-9a-f]*')
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_log_seq_unique` ON `audit_log` (`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `audit_log_prev_checksum_unique` ON `audit_log` (`prev_checksum`);--> statement-breakpoint
CREATE UNIQUE INDEX `audit_log_checksum_unique` ON `audit_log` (`checksum`);--> statement-breakpoint
CREATE UNIQUE INDEX `audit_log_intent` ON `audit_log` (`intent_seq`) WHERE "audit_log"."intent_seq" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `audit_log_time` ON `audit_log` (`timestamp`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_entity` ON `audit_log` (`entity_type`,`entity_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_action` ON `audit_log` (`entity_type`,`action`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_user` ON `audit_log` (`user_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_server` ON `audit_log` (`server_id`,`seq`);--> statement-breakpoint
CREATE TABLE `container_metrics` (
	`id` text PRIMARY KEY NOT NULL,
	`server_id` text NOT NULL,
	`container_name` text NOT NULL,
	`container_id` text NOT NULL,
	`resolution` text DEFAULT 'raw' NOT NULL,
	`timestamp` text NOT NULL,
	`period_seconds` integer NOT NULL,
	`sample_count` integer DEFAULT 1 NOT NULL,
	`cpu_percent` real NOT NULL,
	`cpu_percent_min` real NOT NULL,
	`cpu_percent_max` real NOT NULL,
	`memory_usage_bytes` integer NOT NULL,
	`memory_usage_bytes_min` integer NOT NULL,
	`memory_usage_bytes_max` integer NOT NULL,
	`memory_limit_bytes` integer,
	`network_rx_bytes` integer,
	`network_tx_bytes` integer,
	`block_read_bytes` integer,
	`block_write_bytes` integer,
	`restart_count` integer,
	`status` text NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "container_metrics_resolution" CHECK("container_metrics"."resolution" IN ('raw', '1m', '10m', '1h', '1d'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `container_metrics_point` ON `container_metrics` (`server_id`,`resolution`,`timestamp`,`container_name`);--> statement-breakpoint
CREATE TABLE `installed_app_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`installed_app_id` text NOT NULL,
	`version_no` integer NOT NULL,
	`reason` text NOT NULL,
	`outcome` text DEFAULT 'pending' NOT NULL,
	`app_version` text,
	`source_commit` text,
	`definition` text NOT NULL,
	`content_hash` text NOT NULL,
	`config` text NOT NULL,
	`secrets_sealed` text,
	`key_id` text,
	`compose` text NOT NULL,
	`compose_hash` text NOT NULL,
	`env_hash` text NOT NULL,
	`image_digests` text DEFAULT '{}' NOT NULL,
	`consents` text DEFAULT '[]' NOT NULL,
	`granted_by` text,
	`based_on_id` text,
	`job_id` text,
	`created_by` text,
	`created_at` text NOT NULL,
	`deployed_at` text,
	FOREIGN KEY (`installed_app_id`) REFERENCES `installed_apps`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`granted_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`based_on_id`) REFERENCES `installed_app_versions`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "installed_app_versions_reason" CHECK("installed_app_versions"."reason" IN ('install', 'update', 'configure', 'rollback')),
	CONSTRAINT "installed_app_versions_outcome" CHECK("installed_app_versions"."outcome" IN ('pending', 'completed', 'failed', 'cancelled', 'interrupted'))
);
--> statement-breakpoint
CREATE INDEX `installed_app_versions_job` ON `installed_app_versions` (`job_id`);--> statement-breakpoint
CREATE INDEX `installed_app_versions_key` ON `installed_app_versions` (`key_id`);--> statement-breakpoint
CREATE INDEX `installed_app_versions_based_on` ON `installed_app_versions` (`based_on_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `installed_app_versions_no` ON `installed_app_versions` (`installed_app_id`,`version_no`);--> statement-breakpoint
CREATE TABLE `installed_apps` (
	`id` text PRIMARY KEY NOT NULL,
	`server_id` text NOT NULL,
	`app_id` text NOT NULL,
	`instance_name` text NOT NULL,
	`display_name` text NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`desired_state` text DEFAULT 'running' NOT NULL,
	`update_policy` text DEFAULT 'notify' NOT NULL,
	`status_checked_at` text,
	`error_code` text,
	`error_message` text,
	`current_version_id` text,
	`services` text DEFAULT '[]' NOT NULL,
	`networks` text DEFAULT '[]' NOT NULL,
	`named_volumes` text DEFAULT '[]' NOT NULL,
	`bind_mounts` text DEFAULT '[]' NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_by` text,
	`created_at` text NOT NULL,
	`installed_at` text,
	`started_at` text,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`app_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`current_version_id`) REFERENCES `installed_app_versions`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "installed_apps_status_value" CHECK("installed_apps"."status" IN ('pending', 'installing', 'running', 'degraded', 'stopped', 'updating', 'removing', 'failed', 'unknown')),
	CONSTRAINT "installed_apps_desired_state" CHECK("installed_apps"."desired_state" IN ('running', 'stopped')),
	CONSTRAINT "installed_apps_update_policy" CHECK("installed_apps"."update_policy" IN ('off', 'notify', 'patch', 'all'))
);
--> statement-breakpoint
CREATE INDEX `installed_apps_app` ON `installed_apps` (`app_id`);--> statement-breakpoint
CREATE INDEX `installed_apps_status` ON `installed_apps` (`status`);--> statement-breakpoint
CREATE INDEX `installed_apps_current_version` ON `installed_apps` (`current_version_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `installed_apps_instance` ON `installed_apps` (`server_id`,`instance_name`);--> statement-breakpoint
CREATE TABLE `job_logs` (
	`job_id` text NOT NULL,
	`seq` integer NOT NULL,
	`step` text NOT NULL,
	`stream` text NOT NULL,
	`level` text NOT NULL,
	`message` text NOT NULL,
	`timestamp` text NOT NULL,
	PRIMARY KEY(`job_id`, `seq`),
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "job_logs_stream" CHECK("job_logs"."stream" IN ('event', 'stdout', 'stderr'))
);
--> statement-breakpoint
CREATE TABLE `job_steps` (
	`id` text PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`position` integer NOT NULL,
	`key` text NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`started_at` text,
	`finished_at` text,
	`duration_ms` integer,
	`progress_percent` integer,
	`remote_ref` text,
	`remote_offset` integer DEFAULT 0 NOT NULL,
	`exit_code` integer,
	`error_code` text,
	`error_message` text,
	`result` text,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "job_steps_status" CHECK("job_steps"."status" IN ('pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted', 'skipped'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `job_steps_position` ON `job_steps` (`job_id`,`position`);--> statement-breakpoint
CREATE UNIQUE INDEX `job_steps_key` ON `job_steps` (`job_id`,`key`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`lane` text,
	`dedupe_key` text NOT NULL,
	`priority` integer DEFAULT 0 NOT NULL,
	`run_after` text NOT NULL,
	`payload` text NOT NULL,
	`group_id` text,
	`server_id` text,
	`installed_app_id` text,
	`target_label` text NOT NULL,
	`attempt` integer DEFAULT 0 NOT NULL,
	`max_attempts` integer DEFAULT 1 NOT NULL,
	`lease_owner` text,
	`lease_expires_at` text,
	`heartbeat_at` text,
	`cancel_requested_at` text,
	`cancel_requested_by` text,
	`progress_percent` integer,
	`current_step` text,
	`last_log_seq` integer DEFAULT 0 NOT NULL,
	`log_bytes` integer DEFAULT 0 NOT NULL,
	`error_code` text,
	`error_message` text,
	`result` text,
	`audit_intent_seq` integer,
	`requested_by` text,
	`retry_of_id` text,
	`created_at` text NOT NULL,
	`started_at` text,
	`finished_at` text,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`installed_app_id`) REFERENCES `installed_apps`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`cancel_requested_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`requested_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`retry_of_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "jobs_status" CHECK("jobs"."status" IN ('pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_active` ON `jobs` (`dedupe_key`) WHERE "jobs"."status" IN ('pending', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_running_lane` ON `jobs` (`lane`) WHERE "jobs"."status" = 'running';--> statement-breakpoint
CREATE INDEX `jobs_claim` ON `jobs` (`priority`,`run_after`,`id`) WHERE "jobs"."status" = 'pending';--> statement-breakpoint
CREATE INDEX `jobs_time` ON `jobs` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_server` ON `jobs` (`server_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `jobs_installed_app` ON `jobs` (`installed_app_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `jobs_finished` ON `jobs` (`finished_at`);--> statement-breakpoint
CREATE INDEX `jobs_retry` ON `jobs` (`retry_of_id`);--> statement-breakpoint
CREATE INDEX `jobs_group` ON `jobs` (`group_id`) WHERE "jobs"."group_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `log_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`timestamp` text NOT NULL,
	`level` text NOT NULL,
	`source` text NOT NULL,
	`message` text NOT NULL,
	`request_id` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`extra_data` text,
	CONSTRAINT "log_entries_level_value" CHECK("log_entries"."level" IN ('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'))
);
--> statement-breakpoint
CREATE INDEX `log_entries_time` ON `log_entries` (`timestamp`,`id`);--> statement-breakpoint
CREATE INDEX `log_entries_level` ON `log_entries` (`level`,`timestamp`,`id`);--> statement-breakpoint
CREATE INDEX `log_entries_source` ON `log_entries` (`source`,`timestamp`,`id`);--> statement-breakpoint
CREATE INDEX `log_entries_request` ON `log_entries` (`request_id`) WHERE "log_entries"."request_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `login_throttles` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`key_hash` text NOT NULL,
	`label` text,
	`failures` integer DEFAULT 0 NOT NULL,
	`window_started_at` text,
	`failures_since_success` integer DEFAULT 0 NOT NULL,
	`blocked_until` text,
	`held_at` text,
	CONSTRAINT "login_throttles_kind" CHECK("login_throttles"."kind" IN ('account', 'device', 'address', 'setup', 'totp'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `login_throttles_kind_key` ON `login_throttles` (`kind`,`key_hash`);--> statement-breakpoint
CREATE TABLE `marketplace_apps` (
	`id` text PRIMARY KEY NOT NULL,
	`repo_id` text NOT NULL,
	`slug` text NOT NULL,
	`path` text NOT NULL,
	`format` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`long_description` text,
	`app_version` text,
	`category` text DEFAULT 'other' NOT NULL,
	`tags` text DEFAULT '[]' NOT NULL,
	`icon` text,
	`icon_hash` text,
	`screenshots` text DEFAULT '[]' NOT NULL,
	`author` text,
	`maintainers` text DEFAULT '[]' NOT NULL,
	`license` text,
	`repository` text,
	`documentation` text,
	`definition` text,
	`content_hash` text,
	`source_hash` text,
	`commit_sha` text NOT NULL,
	`requirements` text DEFAULT '{}' NOT NULL,
	`privileges` text DEFAULT '[]' NOT NULL,
	`images` text DEFAULT '[]' NOT NULL,
	`verdict` text NOT NULL,
	`reasons` text DEFAULT '[]' NOT NULL,
	`upstream_category` text,
	`featured` integer DEFAULT false NOT NULL,
	`install_count` integer DEFAULT 0 NOT NULL,
	`avg_rating` real,
	`rating_count` integer DEFAULT 0 NOT NULL,
	`removed_at` text,
	`changed_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`repo_id`) REFERENCES `marketplace_repos`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "marketplace_apps_verdict" CHECK("marketplace_apps"."verdict" IN ('ready', 'attention', 'rejected'))
);
--> statement-breakpoint
CREATE INDEX `marketplace_apps_category` ON `marketplace_apps` (`category`);--> statement-breakpoint
CREATE UNIQUE INDEX `marketplace_apps_repo_slug` ON `marketplace_apps` (`repo_id`,`slug`);--> statement-breakpoint
CREATE TABLE `marketplace_repos` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`branch` text DEFAULT 'main' NOT NULL,
	`repo_type` text DEFAULT 'community' NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`format` text DEFAULT 'auto' NOT NULL,
	`subdir` text,
	`pinned_ref` text,
	`sync_interval_hours` integer,
	`last_commit` text,
	`tree_hash` text,
	`last_attempt_at` text,
	`last_synced_at` text,
	`app_count` integer DEFAULT 0 NOT NULL,
	`attention_count` integer DEFAULT 0 NOT NULL,
	`rejected_count` integer DEFAULT 0 NOT NULL,
	`sync_report` text,
	`error_message` text,
	`credentials_sealed` text,
	`key_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	CONSTRAINT "marketplace_repos_repo_type" CHECK("marketplace_repos"."repo_type" IN ('official', 'community', 'personal')),
	CONSTRAINT "marketplace_repos_status" CHECK("marketplace_repos"."status" IN ('pending', 'active', 'error'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `marketplace_repos_address` ON `marketplace_repos` (`url`,`branch`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`severity` text NOT NULL,
	`event` text NOT NULL,
	`params` text DEFAULT '{}' NOT NULL,
	`link` text,
	`dedupe_key` text,
	`repeat_count` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`read_at` text,
	`dismissed_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "notifications_severity" CHECK("notifications"."severity" IN ('info', 'success', 'warning', 'error'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_open` ON `notifications` (`user_id`,`dedupe_key`) WHERE "notifications"."read_at" IS NULL AND "notifications"."dismissed_at" IS NULL;--> statement-breakpoint
CREATE INDEX `notifications_shown` ON `notifications` (`user_id`,`created_at`,`id`) WHERE "notifications"."dismissed_at" IS NULL;--> statement-breakpoint
CREATE TABLE `one_time_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`token_hash` text NOT NULL,
	`user_id` text,
	`created_by` text,
	`expires_at` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "one_time_tokens_kind" CHECK("one_time_tokens"."kind" IN ('setup', 'invite', 'reset'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `one_time_tokens_token_hash_unique` ON `one_time_tokens` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `one_time_tokens_kind_user` ON `one_time_tokens` (`kind`,`user_id`);--> statement-breakpoint
CREATE TABLE `port_claims` (
	`id` text PRIMARY KEY NOT NULL,
	`server_id` text NOT NULL,
	`installed_app_id` text NOT NULL,
	`service` text NOT NULL,
	`container_port` integer NOT NULL,
	`protocol` text NOT NULL,
	`address` text NOT NULL,
	`port` integer NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`installed_app_id`) REFERENCES `installed_apps`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "port_claims_protocol" CHECK("port_claims"."protocol" IN ('tcp', 'udp')),
	CONSTRAINT "port_claims_port_range" CHECK("port_claims"."port" BETWEEN 1 AND 65535)
);
--> statement-breakpoint
CREATE INDEX `port_claims_app` ON `port_claims` (`installed_app_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `port_claims_port` ON `port_claims` (`server_id`,`protocol`,`port`,`address`);--> statement-breakpoint
CREATE TABLE `preparation_logs` (
	`id` text PRIMARY KEY NOT NULL,
	`server_id` text NOT NULL,
	`preparation_id` text NOT NULL,
	`seq` integer NOT NULL,
	`step` text NOT NULL,
	`status` text NOT NULL,
	`stream` text NOT NULL,
	`level` text NOT NULL,
	`message` text NOT NULL,
	`output` text,
	`error` text,
	`timestamp` text NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`preparation_id`) REFERENCES `server_preparations`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "preparation_logs_stream" CHECK("preparation_logs"."stream" IN ('event', 'stdout', 'stderr')),
	CONSTRAINT "preparation_logs_level" CHECK("preparation_logs"."level" IN ('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'))
);
--> statement-breakpoint
CREATE INDEX `preparation_logs_server` ON `preparation_logs` (`server_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `preparation_logs_seq` ON `preparation_logs` (`preparation_id`,`seq`);--> statement-breakpoint
CREATE TABLE `server_credentials` (
	`server_id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`encrypted_data` text NOT NULL,
	`key_id` text NOT NULL,
	`record_version` integer DEFAULT 1 NOT NULL,
	`public_key` text,
	`public_key_fingerprint` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "server_credentials_kind" CHECK("server_credentials"."kind" IN ('password', 'private_key', 'generated_key')),
	CONSTRAINT "server_credentials_login_secret" CHECK(CASE "server_credentials"."kind" WHEN 'password'
        THEN coalesce(json_extract("server_credentials"."encrypted_data", '$.password'), '') <> '' AND json_extract("server_credentials"."encrypted_data", '$.private_key') IS NULL
        ELSE coalesce(json_extract("server_credentials"."encrypted_data", '$.private_key'), '') <> '' AND json_extract("server_credentials"."encrypted_data", '$.password') IS NULL END)
);
--> statement-breakpoint
CREATE INDEX `server_credentials_key` ON `server_credentials` (`key_id`);--> statement-breakpoint
CREATE TABLE `server_metrics` (
	`id` text PRIMARY KEY NOT NULL,
	`server_id` text NOT NULL,
	`resolution` text DEFAULT 'raw' NOT NULL,
	`timestamp` text NOT NULL,
	`period_seconds` integer NOT NULL,
	`sample_count` integer DEFAULT 1 NOT NULL,
	`cpu_percent` real NOT NULL,
	`cpu_percent_min` real NOT NULL,
	`cpu_percent_max` real NOT NULL,
	`cpu_user_percent` real,
	`cpu_system_percent` real,
	`cpu_iowait_percent` real,
	`cpu_steal_percent` real,
	`memory_percent` real NOT NULL,
	`memory_percent_min` real NOT NULL,
	`memory_percent_max` real NOT NULL,
	`memory_used_bytes` integer NOT NULL,
	`memory_total_bytes` integer NOT NULL,
	`swap_used_bytes` integer,
	`disk_percent` real NOT NULL,
	`disk_used_bytes` integer NOT NULL,
	`disk_total_bytes` integer NOT NULL,
	`disk_read_bytes` integer,
	`disk_write_bytes` integer,
	`network_rx_bytes` integer,
	`network_tx_bytes` integer,
	`load_average_1m` real,
	`load_average_5m` real,
	`load_average_15m` real,
	`uptime_seconds` integer,
	`detail` text,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "server_metrics_resolution" CHECK("server_metrics"."resolution" IN ('raw', '1m', '10m', '1h', '1d'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `server_metrics_point` ON `server_metrics` (`server_id`,`resolution`,`timestamp`);--> statement-breakpoint
CREATE TABLE `server_preparations` (
	`id` text PRIMARY KEY NOT NULL,
	`server_id` text NOT NULL,
	`job_id` text,
	`kind` text DEFAULT 'install' NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`current_step` text,
	`total_steps` integer DEFAULT 0 NOT NULL,
	`options` text DEFAULT '{}' NOT NULL,
	`detected_os` text,
	`os_family` text,
	`retry_of_id` text,
	`requested_by` text,
	`error_code` text,
	`error_message` text,
	`result` text,
	`created_at` text NOT NULL,
	`started_at` text,
	`completed_at` text,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`retry_of_id`) REFERENCES `server_preparations`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`requested_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "server_preparations_kind" CHECK("server_preparations"."kind" IN ('install', 'update', 'remove', 'check')),
	CONSTRAINT "server_preparations_status" CHECK("server_preparations"."status" IN ('pending', 'running', 'completed', 'failed', 'cancelled', 'interrupted'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `server_preparations_job_id_unique` ON `server_preparations` (`job_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `server_preparations_active` ON `server_preparations` (`server_id`) WHERE "server_preparations"."status" IN ('pending', 'running');--> statement-breakpoint
CREATE INDEX `server_preparations_server` ON `server_preparations` (`server_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `server_preparations_retry` ON `server_preparations` (`retry_of_id`) WHERE "server_preparations"."retry_of_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `servers` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`host` text NOT NULL,
	`port` integer DEFAULT 22 NOT NULL,
	`username` text NOT NULL,
	`auth_type` text NOT NULL,
	`sudo_mode` text DEFAULT 'auto' NOT NULL,
	`jump_server_id` text,
	`allow_legacy_algorithms` integer DEFAULT false NOT NULL,
	`is_enabled` integer DEFAULT true NOT NULL,
	`status` text DEFAULT 'unknown' NOT NULL,
	`status_reason` text,
	`status_changed_at` text,
	`last_connected_at` text,
	`consecutive_failures` integer DEFAULT 0 NOT NULL,
	`alerts` text DEFAULT '{}' NOT NULL,
	`host_key_type` text,
	`host_key_public` text,
	`host_key_fingerprint` text,
	`host_key_trust` text,
	`host_key_confirmed_by` text,
	`host_key_confirmed_at` text,
	`host_key_offered` text,
	`docker_status` text DEFAULT 'unknown' NOT NULL,
	`docker_version` text,
	`compose_version` text,
	`machine_id` text,
	`system_info` text,
	`system_info_updated_at` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`notes` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_by` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`jump_server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`host_key_confirmed_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "servers_port" CHECK("servers"."port" BETWEEN 1 AND 65535),
	CONSTRAINT "servers_auth_type" CHECK("servers"."auth_type" IN ('password', 'key')),
	CONSTRAINT "servers_sudo_mode" CHECK("servers"."sudo_mode" IN ('auto', 'root', 'passwordless', 'login_password', 'password', 'none')),
	CONSTRAINT "servers_status_value" CHECK("servers"."status" IN ('unknown', 'online', 'offline', 'host_key_changed')),
	CONSTRAINT "servers_host_key_trust" CHECK("servers"."host_key_trust" IN ('verified', 'first_use')),
	CONSTRAINT "servers_docker_status" CHECK("servers"."docker_status" IN ('unknown', 'absent', 'unusable', 'ready')),
	CONSTRAINT "servers_host_key_whole" CHECK(("servers"."host_key_type" IS NULL) + ("servers"."host_key_public" IS NULL) + ("servers"."host_key_fingerprint" IS NULL) + ("servers"."host_key_trust" IS NULL) IN (0, 4))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `servers_name_unique` ON `servers` (`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `servers_address` ON `servers` (`host`,`port`,`username`) WHERE "servers"."jump_server_id" IS NULL;--> statement-breakpoint
CREATE INDEX `servers_status` ON `servers` (`status`);--> statement-breakpoint
CREATE INDEX `servers_machine` ON `servers` (`machine_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `servers_address_behind` ON `servers` (`jump_server_id`,`host`,`port`,`username`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`user_id` text NOT NULL,
	`auth_level` integer DEFAULT 2 NOT NULL,
	`remembered` integer DEFAULT false NOT NULL,
	`created_at` text NOT NULL,
	`last_seen_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`auth_at` text NOT NULL,
	`client_ip` text,
	`user_agent` text,
	`ended_at` text,
	`ended_reason` text,
	`ended_by` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`ended_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token_hash_unique` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `system_settings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`setting_key` text NOT NULL,
	`setting_value` text,
	`default_value` text NOT NULL,
	`category` text NOT NULL,
	`scope` text NOT NULL,
	`data_type` text NOT NULL,
	`is_admin_only` integer DEFAULT true NOT NULL,
	`description` text NOT NULL,
	`validation_rules` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`updated_by` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`updated_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "system_settings_scope" CHECK("system_settings"."scope" IN ('system', 'user_overridable')),
	CONSTRAINT "system_settings_data_type" CHECK("system_settings"."data_type" IN ('string', 'number', 'boolean', 'object', 'array'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `system_settings_setting_key_unique` ON `system_settings` (`setting_key`);--> statement-breakpoint
CREATE TABLE `user_settings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` text NOT NULL,
	`setting_key` text NOT NULL,
	`setting_value` text NOT NULL,
	`category` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_settings_user_key` ON `user_settings` (`user_id`,`setting_key`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`username` text NOT NULL,
	`display_name` text,
	`email` text,
	`password_hash` text NOT NULL,
	`password_changed_at` text NOT NULL,
	`must_change_password` integer DEFAULT false NOT NULL,
	`role` text DEFAULT 'user' NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`last_login_at` text,
	`deleted_at` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	CONSTRAINT "users_username_lower" CHECK("users"."username" = lower("users"."username")),
	CONSTRAINT "users_role" CHECK("users"."role" IN ('admin', 'operator', 'user'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_username_unique` ON `users` (`username`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);