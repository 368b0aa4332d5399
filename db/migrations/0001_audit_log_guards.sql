-- What Drizzle's schema has no words for: partitions, append-only guards, and the guarded insert.

-- The path that the functions below keep. pg_temp is searched first unless it is named last: without this a
-- caller's temporary table could stand in for the log's.
SELECT set_config('search_path', current_setting('search_path') || ', pg_temp', true);
--> statement-breakpoint

CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege',
          HINT = 'Entries are never changed. Retention drops whole monthly partitions.';
END $$;
--> statement-breakpoint

-- Statement triggers are not inherited, and only they see TRUNCATE and statements that match no row: each
-- partition gets its own when it is made. ALWAYS: session_replication_role does not switch them off.
CREATE FUNCTION audit_log_guard(guarded text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()', guarded);
  EXECUTE format('ALTER TABLE ONLY %I ENABLE ALWAYS TRIGGER audit_log_append_only', guarded);
END $$;
--> statement-breakpoint
CREATE TABLE audit_logs_default PARTITION OF audit_logs DEFAULT;
--> statement-breakpoint
CREATE TABLE audit_log_related_default PARTITION OF audit_log_related DEFAULT;
--> statement-breakpoint
SELECT audit_log_guard(guarded) FROM unnest(ARRAY['audit_logs', 'audit_logs_default', 'audit_log_related',
  'audit_log_related_default']) AS guarded;
--> statement-breakpoint

-- Row triggers are inherited by every partition, also by one attached by hand.
CREATE TRIGGER audit_log_append_only_row BEFORE UPDATE OR DELETE ON audit_logs
  FOR EACH ROW EXECUTE FUNCTION audit_log_refuse();
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only_row BEFORE UPDATE OR DELETE ON audit_log_related
  FOR EACH ROW EXECUTE FUNCTION audit_log_refuse();
--> statement-breakpoint
ALTER TABLE audit_logs ENABLE ALWAYS TRIGGER audit_log_append_only_row;
--> statement-breakpoint
ALTER TABLE audit_log_related ENABLE ALWAYS TRIGGER audit_log_append_only_row;
--> statement-breakpoint

-- The smallest UUIDv7 of an instant: 48 bits of Unix milliseconds (RFC 9562), then zeros.
CREATE FUNCTION audit_log_first_id(instant timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM instant) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
--> statement-breakpoint

-- Makes the partitions of the month (UTC) that `instant` lies in. False: they are there already, or rows of
-- that month lie in a default partition, where they stay readable.
CREATE FUNCTION audit_log_create_partition(instant timestamptz) RETURNS boolean LANGUAGE plpgsql
SET search_path FROM CURRENT SET lock_timeout = '2s' AS $$
DECLARE
  month timestamp := date_trunc('month', instant AT TIME ZONE 'UTC');
  suffix text := to_char(month, '_YYYY_MM');
  parent text;
BEGIN
  IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('audit_logs' || suffix) AND relpersistence <> 't') THEN
    RETURN false;
  END IF;
  FOREACH parent IN ARRAY ARRAY['audit_logs', 'audit_log_related'] LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', parent || suffix, parent,
      audit_log_first_id(month AT TIME ZONE 'UTC'),
      audit_log_first_id((month + interval '1 month') AT TIME ZONE 'UTC'));
    PERFORM audit_log_guard(parent || suffix);
  END LOOP;
  RETURN true;
EXCEPTION WHEN check_violation THEN
  RETURN false;
END $$;
--> statement-breakpoint

-- Makes the missing partitions around now and returns how many. Runs with its owner's rights, so that the
-- application's role need not own the table; ten years either way are as far as it goes.
CREATE FUNCTION audit_log_ensure_partitions(months_back int, months_ahead int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  made int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_log_partitions'));
  FOR step IN -least(months_back, 120) .. least(months_ahead, 120) LOOP
    IF audit_log_create_partition(((now() AT TIME ZONE 'UTC') + make_interval(months => step)) AT TIME ZONE 'UTC') THEN
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;
--> statement-breakpoint
SELECT audit_log_ensure_partitions(3, 3);
--> statement-breakpoint

-- Inserts entries and returns null, or the SQLSTATE for which it inserted none: the caller's transaction
-- goes on either way. The text is cast inside the block, so that no value can fail outside it;
-- query_canceled is named because OTHERS leaves it out.
CREATE FUNCTION audit_log_insert(entries text) RETURNS text LANGUAGE plpgsql
SET search_path FROM CURRENT SET lock_timeout = '100ms' AS $$
BEGIN
  INSERT INTO audit_logs (
    id, organization_id, actor_type, actor_id, actor_name, impersonator_id, impersonator_name, action, outcome,
    resource_type, resource_id, resource_name, changes, metadata, ip, user_agent, request_id, created_at)
  SELECT
    id, organization_id, actor_type, actor_id, actor_name, impersonator_id, impersonator_name, action, outcome,
    resource_type, resource_id, resource_name, changes, metadata, ip, user_agent, request_id, created_at
  FROM jsonb_to_recordset(entries::jsonb) AS entry(
    id uuid, organization_id text, actor_type text, actor_id text, actor_name text, impersonator_id text,
    impersonator_name text, action text, outcome text, resource_type text, resource_id text, resource_name text,
    changes jsonb, metadata jsonb, ip inet, user_agent text, request_id text, created_at timestamptz)
  ON CONFLICT (id, organization_id) DO NOTHING;
  IF position('"related"' IN entries) > 0 THEN
    INSERT INTO audit_log_related (resource_type, resource_id, id, organization_id)
    SELECT related.type, related.id, entry.id, entry.organization_id
    FROM jsonb_to_recordset(entries::jsonb) AS entry(id uuid, organization_id text,
        resource_type text, resource_id text, related jsonb),
      jsonb_to_recordset(entry.related) AS related(type text, id text)
    WHERE (related.type, related.id) IS DISTINCT FROM (entry.resource_type, entry.resource_id)
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  RETURN SQLSTATE;
END $$;
--> statement-breakpoint

-- Grants a role what the application needs of the log, and no more: to add and to read.
CREATE FUNCTION audit_log_grant(role_name name) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON audit_logs, audit_log_related TO %I', role_name);
  EXECUTE format('GRANT INSERT ON audit_log_related TO %I', role_name);
  -- By column: when the database took an entry, and in which transaction, the role can't claim.
  EXECUTE format('GRANT INSERT (id, organization_id, actor_type, actor_id, actor_name, impersonator_id,
    impersonator_name, action, outcome, resource_type, resource_id, resource_name, changes, metadata, ip,
    user_agent, request_id, created_at) ON audit_logs TO %I', role_name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION audit_log_ensure_partitions(int, int) TO %I', role_name);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION audit_log_guard(text), audit_log_create_partition(timestamptz), audit_log_ensure_partitions(int, int),
  audit_log_grant(name) FROM PUBLIC;
