-- Indexes of keys instead of texts (docs/decisions/0011), and what there is at all (docs/decisions/0012).

DROP INDEX "audit_log_related_organization_idx";--> statement-breakpoint
DROP INDEX "audit_logs_organization_resource_idx";--> statement-breakpoint
DROP INDEX "audit_logs_organization_actor_idx";--> statement-breakpoint
DROP INDEX "audit_logs_organization_impersonator_idx";--> statement-breakpoint
DROP INDEX "audit_logs_resource_idx";--> statement-breakpoint
DROP INDEX "audit_logs_organization_idx";--> statement-breakpoint
DROP INDEX "audit_logs_actor_idx";--> statement-breakpoint
DROP INDEX "audit_logs_action_idx";--> statement-breakpoint
DROP INDEX "audit_logs_impersonator_idx";--> statement-breakpoint
ALTER TABLE "audit_log_related" DROP CONSTRAINT "audit_log_related_pkey";--> statement-breakpoint
ALTER TABLE "audit_log_related" ADD CONSTRAINT "audit_log_related_pkey" PRIMARY KEY("id","organization_id","resource_type","resource_id");--> statement-breakpoint
CREATE INDEX "audit_log_related_resource_idx" ON "audit_log_related" USING btree (((hashtextextended("resource_id", hashtextextended("resource_type", 0)) >> 32)::int),((hashtextextended("organization_id", 3) >> 32)::int),"id");--> statement-breakpoint
CREATE INDEX "audit_logs_organization_idx" ON "audit_logs" USING btree (hashtextextended("organization_id", 0),"id");--> statement-breakpoint
CREATE INDEX "audit_logs_action_idx" ON "audit_logs" USING btree (((hashtextextended("organization_id", 1) >> 32)::int),hashtextextended("action", 0),"id");--> statement-breakpoint
CREATE INDEX "audit_logs_actor_idx" ON "audit_logs" USING btree (((hashtextextended("actor_id", 0) >> 32)::int),((hashtextextended("organization_id", 2) >> 32)::int),"id");--> statement-breakpoint
CREATE INDEX "audit_logs_resource_idx" ON "audit_logs" USING btree (((hashtextextended("resource_id", hashtextextended("resource_type", 0)) >> 32)::int),((hashtextextended("organization_id", 3) >> 32)::int),"id");--> statement-breakpoint
CREATE INDEX "audit_logs_impersonator_idx" ON "audit_logs" USING btree (((hashtextextended("impersonator_id", 0) >> 32)::int),((hashtextextended("organization_id", 4) >> 32)::int),"id") WHERE "audit_logs"."impersonator_id" is not null;--> statement-breakpoint
CREATE TABLE "audit_log_presence" (
	"kind" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "audit_log_presence_pkey" PRIMARY KEY("kind","value")
);
--> statement-breakpoint

-- As in the migrations before: the path that the functions keep, with pg_temp last.
SELECT set_config('search_path', current_setting('search_path') || ', pg_temp', true);
--> statement-breakpoint

-- With its owner's rights: a role that may add entries can't say that there are none of a kind, nor the opposite.
CREATE FUNCTION audit_log_note_related() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO audit_log_presence (kind, value)
  SELECT DISTINCT 'related', resource_type FROM added
  WHERE NOT EXISTS (SELECT FROM audit_log_presence WHERE kind = 'related' AND value = resource_type) ORDER BY 2
  ON CONFLICT DO NOTHING;
  RETURN NULL;
EXCEPTION WHEN serialization_failure THEN
  -- At REPEATABLE READ: another transaction has committed the same since this one's snapshot.
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION audit_log_note_impersonator() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM audit_log_presence WHERE kind = 'impersonator' AND value = NEW.impersonator_id) THEN
    RETURN NULL;
  END IF;
  BEGIN
    INSERT INTO audit_log_presence (kind, value) VALUES ('impersonator', NEW.impersonator_id) ON CONFLICT DO NOTHING;
  EXCEPTION WHEN serialization_failure THEN
    -- As above.
  END;
  RETURN NULL;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION audit_log_note_related(), audit_log_note_impersonator() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER audit_log_note_related AFTER INSERT ON audit_log_related
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_log_note_related();
--> statement-breakpoint
CREATE TRIGGER audit_log_note_impersonator AFTER INSERT ON audit_logs
  FOR EACH ROW WHEN (NEW.impersonator_id IS NOT NULL) EXECUTE FUNCTION audit_log_note_impersonator();
--> statement-breakpoint
ALTER TABLE audit_log_related ENABLE ALWAYS TRIGGER audit_log_note_related;
--> statement-breakpoint
ALTER TABLE audit_logs ENABLE ALWAYS TRIGGER audit_log_note_impersonator;
--> statement-breakpoint
INSERT INTO audit_log_presence (kind, value)
  SELECT DISTINCT 'related', resource_type FROM audit_log_related
  UNION SELECT DISTINCT 'impersonator', impersonator_id FROM audit_logs WHERE impersonator_id IS NOT NULL;
--> statement-breakpoint
SELECT audit_log_guard('audit_log_presence');
--> statement-breakpoint

-- Whoever may read the log, or columns of it, may read this too.
DO $do$
DECLARE
  reader oid;
BEGIN
  FOR reader IN
    SELECT grantee FROM pg_class, aclexplode(relacl)
    WHERE pg_class.oid = 'audit_logs'::regclass AND privilege_type = 'SELECT' AND grantee <> relowner
    UNION SELECT grantee FROM pg_attribute, aclexplode(attacl)
    WHERE attrelid = 'audit_logs'::regclass AND NOT attisdropped AND privilege_type = 'SELECT'
  LOOP
    EXECUTE format('GRANT SELECT ON audit_log_presence TO %s',
      CASE reader WHEN 0 THEN 'PUBLIC' ELSE reader::regrole::text END);
  END LOOP;
END $do$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION audit_log_grant(role_name name) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON audit_logs, audit_log_related, audit_log_presence TO %I', role_name);
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
