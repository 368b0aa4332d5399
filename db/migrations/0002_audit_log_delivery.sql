-- The guarded insert for many entries at once, and what the spool asks about transactions.

-- As in the migration before: the path that audit_log_grant keeps, with pg_temp last.
SELECT set_config('search_path', current_setting('search_path') || ', pg_temp', true);
--> statement-breakpoint

-- The id of the innermost transaction that is open here: a savepoint's, where there is one. Its fate is the
-- fate of what was done in it; the outer transaction may commit although the savepoint was rolled back.
-- xmin would tell it as well, but not where nothing can be written. An empty message assigns the id, and an
-- open (sub)transaction holds a lock on its own.
-- After a crash Postgres gives out anew what ids the log on disk does not know of: the second message flushes it.
-- Postgres 15 and 16 can't do that by a message; there the caller has to commit something.
CREATE FUNCTION audit_log_open_transaction() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  outermost bigint;
BEGIN
  -- A standby has none to give.
  IF pg_is_in_recovery() THEN
    RETURN NULL;
  END IF;
  outermost := pg_current_xact_id()::text::bigint;
  PERFORM pg_logical_emit_message(true, 'audit_log', '');
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'SELECT pg_logical_emit_message(false, ''audit_log'', '''', true)';
  END IF;
  -- Locks show 32 bits of an id; the rest follows from the distance to the outermost one.
  RETURN (
    SELECT outermost + max((transactionid::text::bigint - outermost % 4294967296 + 4294967296) % 4294967296)
    FROM pg_catalog.pg_locks
    WHERE locktype = 'transactionid' AND pid = pg_backend_pid() AND mode = 'ExclusiveLock' AND granted);
END $$;
--> statement-breakpoint

-- committed, aborted, in progress, or unknown: too long ago. Ids are this server's own: what another one spooled
-- must not be replayed here.
CREATE FUNCTION audit_log_transaction_fate(transaction_id text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN coalesce(pg_xact_status(transaction_id::xid8), 'unknown');
EXCEPTION WHEN OTHERS THEN
  RETURN 'unknown';
END $$;
--> statement-breakpoint

-- Stores entries in the caller's transaction, column by column. Null, or the SQLSTATE for which it stored none and
-- the open transaction's id: the transaction goes on either way. Everything comes as text and is cast inside the
-- block, so that no value can fail outside it; OTHERS leaves out query_canceled and assert_failure. A lone entry
-- has statements of its own since it is the common case, and takes half the time.
-- audit_log_insert stays for processes of the release before.
-- Names are qualified, by the schema the log is in: to set search_path on the function would cost as much as the
-- insert itself (90 µs a call against 42).
DO $do$ BEGIN
EXECUTE format($create$
CREATE FUNCTION %1$I.audit_log_store(
  ids text[], organization_ids text[], actor_types text[], actor_ids text[], actor_names text[],
  impersonator_ids text[], impersonator_names text[], actions text[], outcomes text[],
  resource_types text[], resource_ids text[], resource_names text[], changed text[], metadatas text[],
  ips text[], user_agents text[], request_ids text[], created_ats text[], relateds text[]
) RETURNS text LANGUAGE plpgsql SET lock_timeout = '100ms' AS $function$
DECLARE
  failure text;
  broken text;
BEGIN
  BEGIN
    IF cardinality(ids) = 1 THEN
      INSERT INTO %1$I.audit_logs (
        id, organization_id, actor_type, actor_id, actor_name, impersonator_id, impersonator_name, action,
        outcome, resource_type, resource_id, resource_name, changes, metadata, ip, user_agent, request_id,
        created_at)
      VALUES (
        ids[1]::uuid, organization_ids[1], actor_types[1], actor_ids[1], actor_names[1], impersonator_ids[1],
        impersonator_names[1], actions[1], outcomes[1], resource_types[1], resource_ids[1], resource_names[1],
        changed[1]::jsonb, metadatas[1]::jsonb, ips[1]::inet, user_agents[1], request_ids[1],
        created_ats[1]::timestamptz);
      IF relateds[1] IS NOT NULL THEN
        INSERT INTO %1$I.audit_log_related (resource_type, resource_id, id, organization_id)
        SELECT related.type, related.id, ids[1]::uuid, organization_ids[1]
        FROM jsonb_to_recordset(relateds[1]::jsonb) AS related(type text, id text)
        WHERE (related.type, related.id) IS DISTINCT FROM (resource_types[1], resource_ids[1]);
      END IF;
    ELSE
      INSERT INTO %1$I.audit_logs (
        id, organization_id, actor_type, actor_id, actor_name, impersonator_id, impersonator_name, action,
        outcome, resource_type, resource_id, resource_name, changes, metadata, ip, user_agent, request_id,
        created_at)
      SELECT
        id::uuid, organization_id, actor_type, actor_id, actor_name, impersonator_id, impersonator_name, action,
        outcome, resource_type, resource_id, resource_name, changes::jsonb, metadata::jsonb, ip::inet,
        user_agent, request_id, created_at::timestamptz
      FROM unnest(
        ids, organization_ids, actor_types, actor_ids, actor_names, impersonator_ids, impersonator_names,
        actions, outcomes, resource_types, resource_ids, resource_names, changed, metadatas, ips, user_agents,
        request_ids, created_ats
      ) AS entry(
        id, organization_id, actor_type, actor_id, actor_name, impersonator_id, impersonator_name, action,
        outcome, resource_type, resource_id, resource_name, changes, metadata, ip, user_agent, request_id,
        created_at);
      IF cardinality(relateds) > 0 THEN
        INSERT INTO %1$I.audit_log_related (resource_type, resource_id, id, organization_id)
        SELECT related.type, related.id, entry.id::uuid, entry.organization_id
        FROM unnest(ids, organization_ids, resource_types, resource_ids, relateds)
            AS entry(id, organization_id, resource_type, resource_id, related),
          jsonb_to_recordset(entry.related::jsonb) AS related(type text, id text)
        WHERE (related.type, related.id) IS DISTINCT FROM (entry.resource_type, entry.resource_id);
      END IF;
    END IF;
    RETURN NULL;
  EXCEPTION WHEN query_canceled OR assert_failure OR OTHERS THEN
    failure := SQLSTATE;
    GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
  END;
  RETURN concat_ws(' ', failure, coalesce(%1$I.audit_log_open_transaction(), 'unknown'),
    CASE WHEN current_setting('server_version_num')::int < 170000 THEN 'unflushed' END,
    -- One code for a broken constraint and for a month without a partition.
    CASE WHEN failure = '23514' AND broken = '' THEN 'partition' END);
END $function$;
$create$, current_schema());
END $do$;
--> statement-breakpoint

CREATE OR REPLACE FUNCTION audit_log_grant(role_name name) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON audit_logs, audit_log_related TO %I', role_name);
  EXECUTE format('GRANT INSERT ON audit_log_related TO %I', role_name);
  -- By column: when the database took an entry, and in which transaction, the role can't claim.
  EXECUTE format('GRANT INSERT (id, organization_id, actor_type, actor_id, actor_name, impersonator_id,
    impersonator_name, action, outcome, resource_type, resource_id, resource_name, changes, metadata, ip,
    user_agent, request_id, created_at) ON audit_logs TO %I', role_name);
  -- Where the database grants functions to everybody, as Postgres does by itself, the last two change nothing.
  EXECUTE format('GRANT EXECUTE ON FUNCTION audit_log_ensure_partitions(int, int) TO %I', role_name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION audit_log_open_transaction(), audit_log_transaction_fate(text) TO %I', role_name);
  EXECUTE format('GRANT EXECUTE ON FUNCTION audit_log_store(text[], text[], text[], text[], text[], text[], text[],
    text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[]) TO %I', role_name);
END $$;
