CREATE TABLE "audit_log_imports" (
	"name" text PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"position" jsonb,
	"imported" bigint DEFAULT 0 NOT NULL,
	"existing" bigint DEFAULT 0 NOT NULL,
	"refused" bigint DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp with time zone
);
--> statement-breakpoint

-- As in the migrations before: the path that audit_log_grant keeps, with pg_temp last.
SELECT set_config('search_path', current_setting('search_path') || ', pg_temp', true);
--> statement-breakpoint

CREATE OR REPLACE FUNCTION audit_log_grant(role_name name) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON audit_logs, audit_log_related TO %I', role_name);
  EXECUTE format('GRANT INSERT ON audit_log_related TO %I', role_name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON audit_log_imports TO %I', role_name);
  -- By column: when the database took an entry, and in which transaction, the role can't claim.
  EXECUTE format('GRANT INSERT (id, organization_id, actor_type, actor_id, actor_name, impersonator_id,
    impersonator_name, action, outcome, resource_type, resource_id, resource_name, changes, metadata, ip,
    user_agent, request_id, created_at) ON audit_logs TO %I', role_name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION audit_log_ensure_partitions(int, int), audit_log_astray(int, int),
    audit_log_move_home(int, int, interval), audit_log_finish_move() TO %I', role_name);
  -- Where the database grants functions to everybody, as Postgres does by itself, the last two change nothing.
  EXECUTE format('GRANT EXECUTE ON FUNCTION audit_log_open_transaction(), audit_log_transaction_fate(text) TO %I', role_name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION audit_log_store(text[], text[], text[], text[], text[], text[], text[],
    text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[]) TO %I', role_name);
END $$;
