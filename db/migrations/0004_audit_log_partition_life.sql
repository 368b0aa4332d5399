-- The life of partitions: made beside the log's traffic, and what fell into a default partition moved home.

-- As in the migrations before: the path that the functions keep, with pg_temp last.
SELECT set_config('search_path', current_setting('search_path') || ', pg_temp', true);
--> statement-breakpoint

-- The month (UTC) of an id: its first 48 bits are Unix milliseconds (RFC 9562), which end in the year 10889.
CREATE FUNCTION audit_log_month(id uuid) RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$
  SELECT date_trunc('month', timestamp 'epoch'
    + ('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000 * interval '1 second')
$$;
--> statement-breakpoint

-- Whether the log's schema has a relation of that name, or a type, which would be in a table's way as well.
-- to_regclass would find a caller's temporary one too.
CREATE FUNCTION audit_log_is_taken(name text) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM pg_class WHERE relname = name AND relnamespace = log.relnamespace)
    OR EXISTS (SELECT FROM pg_type WHERE typname = name AND typnamespace = log.relnamespace)
  FROM pg_class AS log WHERE log.oid = 'audit_logs'::regclass
$$;
--> statement-breakpoint

-- Whether the default partition is the table that these functions name. They run with their owner's rights, and
-- a role that may create in the schema could have made another thing of that name: a view that calls its functions.
CREATE FUNCTION audit_log_has_default(parent text) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM pg_partitioned_table JOIN pg_class AS log ON log.oid = partrelid
    JOIN pg_class AS rest ON rest.oid = partdefid
    WHERE log.oid = parent::regclass AND rest.relnamespace = log.relnamespace AND rest.relkind = 'r'
      AND rest.relname = parent || '_default')
$$;
--> statement-breakpoint

-- Whether audit_log_move_home itself has left that table: it notes so where only the table's owner can.
CREATE FUNCTION audit_log_is_moved(name text) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM pg_class AS moved JOIN pg_class AS log USING (relnamespace, relowner)
    WHERE log.oid = 'audit_logs'::regclass AND moved.relname = name AND moved.relkind = 'r'
      AND obj_description(moved.oid, 'pg_class') = 'Detached by audit_log_move_home')
$$;
--> statement-breakpoint

-- The columns that a row is copied with, whatever later releases add: all but what the database computes.
CREATE FUNCTION audit_log_columns(source text) RETURNS text LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
  WHERE attrelid = source::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
$$;
--> statement-breakpoint

-- Whether entries from the first id up to, not with, the second lie in the default partition.
CREATE FUNCTION audit_log_in_default(first_id uuid, end_id uuid) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT audit_log_has_default('audit_logs') THEN
    RETURN false;
  END IF;
  RETURN EXISTS (SELECT FROM audit_logs_default WHERE id >= first_id AND id < end_id);
END $$;
--> statement-breakpoint

-- What audit_log_move_home looks up while it holds locks: the entries of the newest transactions. The default
-- partition that takes this one's place is made like it, with its indexes.
DO $do$ BEGIN
  IF audit_log_has_default('audit_logs') THEN
    CREATE INDEX audit_logs_default_txid_idx ON audit_logs_default (txid);
  END IF;
END $do$;
--> statement-breakpoint

-- As before, but attached rather than made in place: PARTITION OF would lock the log against every reader and
-- writer; ATTACH lets both go on, but for those of the default partition, which Postgres reads through meanwhile.
CREATE OR REPLACE FUNCTION audit_log_create_partition(instant timestamptz) RETURNS boolean LANGUAGE plpgsql
SET search_path FROM CURRENT SET lock_timeout = '2s' AS $$
DECLARE
  month timestamp := date_trunc('month', instant AT TIME ZONE 'UTC');
  suffix text := to_char(month, '_YYYY_MM');
  first_id uuid := audit_log_first_id(month AT TIME ZONE 'UTC');
  end_id uuid := audit_log_first_id((month + interval '1 month') AT TIME ZONE 'UTC');
  parent text;
BEGIN
  IF audit_log_is_taken('audit_logs' || suffix) OR audit_log_is_taken('audit_log_related' || suffix)
    OR audit_log_in_default(first_id, end_id) THEN
    RETURN false;
  END IF;
  FOREACH parent IN ARRAY ARRAY['audit_logs', 'audit_log_related'] LOOP
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', parent || suffix, parent);
    PERFORM audit_log_guard(parent || suffix);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, parent || suffix,
      first_id, end_id);
  END LOOP;
  RETURN true;
EXCEPTION WHEN check_violation OR duplicate_table OR duplicate_object THEN
  RETURN false;
END $$;
--> statement-breakpoint

-- As before, but waits two seconds at most for whoever else makes partitions, and makes none while entries that
-- can be moved home fill a large default partition: to read through it would hold up its readers for so long,
-- and audit_log_move_home needn't.
CREATE OR REPLACE FUNCTION audit_log_ensure_partitions(months_back int, months_ahead int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '2s' AS $$
DECLARE
  month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
  made int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_log_partitions'));
  IF pg_relation_size(to_regclass('audit_logs_default')) > 64 * 1024 * 1024 AND audit_log_in_default(
    audit_log_first_id((month - interval '120 months') AT TIME ZONE 'UTC'),
    audit_log_first_id((month + make_interval(months => least(months_ahead, 120) + 1)) AT TIME ZONE 'UTC')) THEN
    RETURN 0;
  END IF;
  FOR step IN -least(months_back, 120) .. least(months_ahead, 120) LOOP
    IF audit_log_create_partition((month + make_interval(months => step)) AT TIME ZONE 'UTC') THEN
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;
--> statement-breakpoint

-- What lies in the default partitions, by month; `is_due`: near enough to now for audit_log_move_home.
CREATE FUNCTION audit_log_astray(months_back int, months_ahead int)
RETURNS TABLE (month timestamp, entries bigint, related bigint, is_due boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
  this_month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
BEGIN
  IF NOT (audit_log_has_default('audit_logs') AND audit_log_has_default('audit_log_related')) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT month, sum(entries)::bigint, sum(related)::bigint, month BETWEEN
      this_month - make_interval(months => least(months_back, 120)) AND
      this_month + make_interval(months => least(months_ahead, 120))
    FROM (
      SELECT audit_log_month(id) AS month, count(*) AS entries, 0 AS related FROM audit_logs_default GROUP BY 1
      UNION ALL
      SELECT audit_log_month(id), 0, count(*) FROM audit_log_related_default GROUP BY 1
    ) AS found
    GROUP BY month;
END $$;
--> statement-breakpoint

-- Moves the entries of each month within the range out of the default partitions into partitions of their own,
-- unchanged, and returns how many. What lies beyond the range stays: partitions are not made without bound.
--
-- Nothing is deleted. All rows are copied beside the log, which is read and written meanwhile; then, in one moment,
-- the copies take the default partition's place. That needs the whole log, and is tried again and again for as
-- long as `patience`: whoever reads or writes waits for it 50 ms at most, half of what an entry waits, and then for
-- the change itself. What came after the copy was begun is found by its transaction's id. All of it is one
-- transaction: whatever ends it leaves everything as it was.
--
-- It runs with its owner's rights. A role that may call it can neither choose what is copied nor take anything
-- away: what was the default partition is kept, detached, until audit_log_finish_move has compared it.
CREATE FUNCTION audit_log_move_home(months_back int, months_ahead int, patience interval)
RETURNS TABLE (month text, entries bigint, related bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '2s' AS $$
#variable_conflict use_variable
DECLARE
  parents constant text[] := ARRAY['audit_logs', 'audit_log_related'];
  deadline timestamptz;
  months timestamp[];
  since xid8;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'audit_log_move_home runs at READ COMMITTED: elsewhere it would not see what comes meanwhile'
      USING ERRCODE = 'feature_not_supported';
  END IF;
  IF NOT pg_try_advisory_xact_lock(hashtext('audit_log_move_home')) THEN
    RAISE EXCEPTION 'Another session moves entries home' USING ERRCODE = 'object_in_use';
  END IF;
  PERFORM audit_log_finish_move();
  -- A table that was detached by hand keeps its month's name: that month can't be made. More than two dozen would
  -- hold the log for longer than entries wait: the rest is left to another call.
  SELECT (array_agg(astray.month ORDER BY astray.month DESC))[:24] INTO months
    FROM audit_log_astray(months_back, months_ahead) AS astray, to_char(astray.month, '_YYYY_MM') AS suffix
    WHERE is_due AND NOT audit_log_is_taken('audit_logs' || suffix)
      AND NOT audit_log_is_taken('audit_log_related' || suffix);
  IF months IS NULL THEN
    RETURN;
  END IF;
  PERFORM audit_log_refuse_dependents();

  -- Keeps autovacuum and other maintenance off, and nobody else: it would hold up the last step for minutes.
  LOCK TABLE audit_logs_default, audit_log_related_default IN SHARE UPDATE EXCLUSIVE MODE;
  since := pg_snapshot_xmin(pg_current_snapshot());
  RETURN QUERY SELECT to_char(copied.month, 'YYYY-MM'), sum(copied.entries)::bigint, sum(copied.related)::bigint
    FROM unnest(parents) AS parent, audit_log_copy_home(parent, months) AS copied GROUP BY copied.month ORDER BY 1;

  deadline := clock_timestamp() + least(patience, interval '10 minutes');
  LOOP
    BEGIN
      PERFORM set_config('lock_timeout', '50ms', true);
      PERFORM pg_advisory_xact_lock(hashtext('audit_log_partitions'));
      LOCK TABLE ONLY audit_logs, ONLY audit_log_related IN ACCESS EXCLUSIVE MODE;
      LOCK TABLE audit_logs_default, audit_log_related_default IN ACCESS EXCLUSIVE MODE;
      EXIT;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF clock_timestamp() >= deadline THEN
        RAISE EXCEPTION 'The audit log was in use for as long as entries to be moved home could wait'
          USING ERRCODE = 'lock_not_available', HINT = 'pg_stat_activity tells by whom. Run it again.';
      END IF;
    END;
    PERFORM pg_sleep(0.25);
  END LOOP;
  -- Again, for what was made meanwhile.
  PERFORM audit_log_refuse_dependents();
  PERFORM audit_log_swap_home(parent, months) FROM unnest(parents) AS parent;
  RETURN QUERY SELECT * FROM audit_log_copy_late(since, months);
END $$;
--> statement-breakpoint

-- Refuses where something depends on a default partition by itself, a view for instance: it would keep on to what is
-- detached, which could never be dropped then. What was made with the table goes with it, as its indexes do; the
-- parts of a foreign key onto the whole log stay with the log.
CREATE FUNCTION audit_log_refuse_dependents() RETURNS void LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
  dependents text;
BEGIN
  SELECT string_agg(DISTINCT CASE needs.classid
      WHEN 'pg_rewrite'::regclass
      THEN (SELECT pg_describe_object('pg_class'::regclass, ev_class, 0) FROM pg_rewrite WHERE oid = needs.objid)
      ELSE pg_describe_object(needs.classid, needs.objid, needs.objsubid) END
      || ' depends on table ' || rest.relname, E'\n')
    INTO dependents
    FROM pg_class AS rest JOIN pg_depend AS needs ON needs.deptype = 'n' AND (needs.refclassid, needs.refobjid)
      IN (('pg_class'::regclass, rest.oid), ('pg_type'::regclass, rest.reltype))
    WHERE rest.oid IN ('audit_logs_default'::regclass, 'audit_log_related_default'::regclass)
      AND NOT EXISTS (SELECT FROM pg_depend AS own WHERE own.deptype <> 'n' AND own.refobjid = rest.oid
        AND (own.classid, own.objid) = (needs.classid, needs.objid))
      AND NOT EXISTS (SELECT FROM pg_constraint AS part WHERE part.conparentid <> 0
        AND (needs.classid, needs.objid) = ('pg_constraint'::regclass, part.oid));
  IF dependents IS NOT NULL THEN
    RAISE EXCEPTION 'Entries can''t be moved home: other objects depend on a default partition of the audit log'
      USING ERRCODE = 'dependent_objects_still_exist', DETAIL = dependents;
  END IF;
END $$;
--> statement-breakpoint

-- Copies a default partition: each month to a table of its own, all the rest to the next default partition.
CREATE FUNCTION audit_log_copy_home(parent text, months timestamp[])
RETURNS TABLE (month timestamp, entries bigint, related bigint) LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_variable
DECLARE
  columns constant text := audit_log_columns(parent || '_default');
  rest constant text := parent || '_default_new';
  target text;
  belongs text;
  copied bigint;
BEGIN
  FOREACH month IN ARRAY months LOOP
    target := parent || to_char(month, '_YYYY_MM') || '_new';
    belongs := format('id >= %L AND id < %L', audit_log_first_id(month AT TIME ZONE 'UTC'),
      audit_log_first_id((month + interval '1 month') AT TIME ZONE 'UTC'));
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', target, parent);
    -- With it Postgres need not read the table through when it is attached.
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT audit_log_moving CHECK (%s)', target, belongs);
    PERFORM audit_log_guard(target);
    EXECUTE format('INSERT INTO %I (%s) SELECT %2$s FROM %I WHERE %s ORDER BY id', target, columns,
      parent || '_default', belongs);
    GET DIAGNOSTICS copied = ROW_COUNT;
    EXECUTE format('ANALYZE %I', target);
    entries := CASE parent WHEN 'audit_logs' THEN copied ELSE 0 END;
    related := copied - entries;
    RETURN NEXT;
  END LOOP;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', rest, parent || '_default');
  PERFORM audit_log_guard(rest);
  EXECUTE format('INSERT INTO %I (%s) SELECT %2$s FROM %I WHERE audit_log_month(id) <> ALL ($1)', rest, columns,
    parent || '_default') USING months;
END $$;
--> statement-breakpoint

-- Puts the copies in the default partition's place.
CREATE FUNCTION audit_log_swap_home(parent text, months timestamp[]) RETURNS void LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
DECLARE
  month timestamp;
  target text;
BEGIN
  EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, parent || '_default');
  EXECUTE format('ALTER TABLE %I RENAME TO %I', parent || '_default', parent || '_default_moved');
  EXECUTE format('COMMENT ON TABLE %I IS %L', parent || '_default_moved', 'Detached by audit_log_move_home');
  FOREACH month IN ARRAY months LOOP
    target := parent || to_char(month, '_YYYY_MM');
    EXECUTE format('ALTER TABLE %I RENAME TO %I', target || '_new', target);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, target,
      audit_log_first_id(month AT TIME ZONE 'UTC'),
      audit_log_first_id((month + interval '1 month') AT TIME ZONE 'UTC'));
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT audit_log_moving', target);
  END LOOP;
  EXECUTE format('ALTER TABLE %I RENAME TO %I', parent || '_default_new', parent || '_default');
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I DEFAULT', parent, parent || '_default');
END $$;
--> statement-breakpoint

-- Copies what the copy could not see yet: the entries of transactions that were open or began after `since`.
-- The upper bound leaves out what another server numbered, where the log was restored from it.
CREATE FUNCTION audit_log_copy_late(since xid8, months timestamp[])
RETURNS TABLE (month text, entries bigint, related bigint) LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  late constant text := 'FROM audit_logs_default_moved WHERE txid >= $1 AND txid < pg_snapshot_xmax(pg_current_snapshot())';
  columns constant text := audit_log_columns('audit_logs_default_moved');
  columns_of_related constant text := audit_log_columns('audit_log_related_default_moved');
BEGIN
  RETURN QUERY EXECUTE format(
    'WITH late AS (INSERT INTO audit_logs (%1$s) SELECT %1$s %2$s ON CONFLICT DO NOTHING RETURNING id)
    SELECT to_char(audit_log_month(id), ''YYYY-MM''), count(*), 0::bigint FROM late
    WHERE audit_log_month(id) = ANY ($2) GROUP BY 1', columns, late) USING since, months;
  RETURN QUERY EXECUTE format(
    'WITH late AS (INSERT INTO audit_log_related (%1$s) SELECT %1$s FROM audit_log_related_default_moved
      WHERE id IN (SELECT id %2$s) ON CONFLICT DO NOTHING RETURNING id)
    SELECT to_char(audit_log_month(id), ''YYYY-MM''), 0::bigint, count(*) FROM late
    WHERE audit_log_month(id) = ANY ($2) GROUP BY 1', columns_of_related, late) USING since, months;
END $$;
--> statement-breakpoint

-- Drops what was the default partition before a move, once each of its rows is found in the log; one that is not
-- is put back. Returns how many were: 0, unless somebody wrote rows by hand under another transaction's id.
CREATE FUNCTION audit_log_finish_move() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '2s' AS $$
DECLARE
  put_back bigint := 0;
  parent text;
  index_name text;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('audit_log_move_home')) THEN
    RETURN 0;
  END IF;
  FOREACH parent IN ARRAY ARRAY['audit_logs', 'audit_log_related'] LOOP
    CONTINUE WHEN NOT audit_log_is_taken(parent || '_default_moved');
    IF NOT audit_log_is_moved(parent || '_default_moved') THEN
      RAISE EXCEPTION '"%_default_moved" is nothing that a move of the audit log''s entries left', parent
        USING ERRCODE = 'wrong_object_type', HINT = 'See who made it, then rename or drop it.';
    END IF;
    put_back := put_back + audit_log_put_back(parent);
    EXECUTE format('DROP TABLE %I', parent || '_default_moved');
  END LOOP;
  FOR index_name IN
    SELECT own.relname FROM pg_class AS log JOIN pg_class AS own USING (relnamespace, relowner)
      JOIN pg_index ON indexrelid = own.oid JOIN pg_inherits ON inhrelid = indrelid AND inhparent = log.oid
    WHERE log.oid IN ('audit_logs'::regclass, 'audit_log_related'::regclass)
      AND own.relname ~ '^audit_log(s|_related)_(\d{4}_\d\d|default)_new_'
  LOOP
    CONTINUE WHEN audit_log_is_taken(replace(index_name, '_new_', '_'));
    EXECUTE format('ALTER INDEX %I RENAME TO %I', index_name, replace(index_name, '_new_', '_'));
  END LOOP;
  RETURN put_back;
END $$;
--> statement-breakpoint

-- Compares month by month, each with the one partition it should be in: the whole log may be large.
CREATE FUNCTION audit_log_put_back(parent text) RETURNS bigint LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  moved constant text := parent || '_default_moved';
  statement constant text := format('INSERT INTO %I (%s) SELECT %2$s FROM %I AS moved
    WHERE %%s AND NOT EXISTS (SELECT FROM %%I AS home WHERE %s) ON CONFLICT DO NOTHING',
    parent, audit_log_columns(moved), moved,
    (SELECT string_agg(format('home.%1$I = moved.%1$I', attname), ' AND ') FROM pg_index, pg_attribute
      WHERE indrelid = parent::regclass AND indisprimary AND attrelid = indrelid AND attnum = ANY (indkey)));
  months timestamp[];
  month timestamp;
  copied bigint;
  put_back bigint := 0;
BEGIN
  EXECUTE format('ANALYZE %I', moved);
  -- Materialized, or each row's month would be looked up rather than each month.
  EXECUTE format('WITH found AS MATERIALIZED (SELECT DISTINCT audit_log_month(id) AS month FROM %I)
    SELECT coalesce(array_agg(month), ''{}'') FROM found WHERE $1 || to_char(month, ''_YYYY_MM'') IN
      (SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
        WHERE inhparent = $1::regclass AND oid = to_regclass(quote_ident(relname)))',
    moved) INTO months USING parent;
  FOREACH month IN ARRAY months LOOP
    EXECUTE format(statement, format('moved.id >= %L AND moved.id < %L',
      audit_log_first_id(month AT TIME ZONE 'UTC'),
      audit_log_first_id((month + interval '1 month') AT TIME ZONE 'UTC')), parent || to_char(month, '_YYYY_MM'));
    GET DIAGNOSTICS copied = ROW_COUNT;
    put_back := put_back + copied;
  END LOOP;
  EXECUTE format(statement, 'audit_log_month(moved.id) <> ALL ($1)',
    CASE WHEN audit_log_has_default(parent) THEN parent || '_default' ELSE parent END) USING months;
  GET DIAGNOSTICS copied = ROW_COUNT;
  RETURN put_back + copied;
END $$;
--> statement-breakpoint

CREATE OR REPLACE FUNCTION audit_log_grant(role_name name) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON audit_logs, audit_log_related TO %I', role_name);
  EXECUTE format('GRANT INSERT ON audit_log_related TO %I', role_name);
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
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION audit_log_has_default(text), audit_log_is_moved(text), audit_log_refuse_dependents(),
  audit_log_is_taken(text), audit_log_columns(text), audit_log_in_default(uuid, uuid),
  audit_log_astray(int, int), audit_log_move_home(int, int, interval), audit_log_copy_home(text, timestamp[]),
  audit_log_swap_home(text, timestamp[]), audit_log_copy_late(xid8, timestamp[]), audit_log_finish_move(),
  audit_log_put_back(text) FROM PUBLIC;
