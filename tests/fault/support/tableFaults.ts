/** Something wrong with the log's tables, and what mends it. */
export type TableFault = {
  name: string;
  cause: string;
  repair: string;
  /** What entries meet: in the caller's transaction, or on the log's own connections. */
  codes: string[];
  /**
   * `waits`: entries stay on disk until it is mended. `isAway`: so they do, and the database counts as away.
   * `refuses`: they are dead letters, since the database answers and does not want them.
   */
  effect: "waits" | "isAway" | "refuses";
};

const thisMonth = new Date().toISOString().slice(0, 7).replace("-", "_");

export const tableFaults: TableFault[] = [
  {
    name: "the table renamed away",
    cause: "alter table audit_logs rename to gone",
    repair: "alter table gone rename to audit_logs",
    codes: ["42P01"],
    effect: "waits",
  },
  {
    name: "the related table renamed away",
    cause: "alter table audit_log_related rename to gone",
    repair: "alter table gone rename to audit_log_related",
    codes: ["42P01"],
    effect: "waits",
  },
  {
    name: "a column renamed",
    cause: "alter table audit_logs rename column user_agent to gone",
    repair: "alter table audit_logs rename column gone to user_agent",
    codes: ["42703"],
    effect: "waits",
  },
  {
    name: "a column dropped",
    cause: "alter table audit_logs drop column request_id",
    repair: "alter table audit_logs add column request_id text",
    codes: ["42703"],
    effect: "waits",
  },
  {
    name: "a constraint that no entry meets",
    cause: "alter table audit_logs add constraint never check (action = 'never') not valid",
    repair: "alter table audit_logs drop constraint never",
    codes: ["23514"],
    effect: "refuses",
  },
  {
    name: "a trigger that quotes the entry in its error",
    cause: `create function quote_entry() returns trigger language plpgsql as
        $$ begin raise exception '% % %', new.actor_name, new.metadata, new.resource_id; end $$;
      create trigger quote before insert on audit_logs for each row execute function quote_entry()`,
    repair: "drop function quote_entry cascade",
    codes: ["P0001"],
    effect: "refuses",
  },
  {
    name: "an assertion that fails in a trigger",
    cause: `create function assert_nothing() returns trigger language plpgsql as
        $$ begin assert false, new.actor_name; return new; end $$;
      create trigger assertion before insert on audit_logs for each row execute function assert_nothing()`,
    repair: "drop function assert_nothing cascade",
    codes: ["P0004"],
    effect: "refuses",
  },
  {
    name: "an insert that takes too long",
    cause: `create function sleep() returns trigger language plpgsql as
        $$ begin perform pg_sleep(60); return new; end $$;
      create trigger slow before insert on audit_logs for each row execute function sleep()`,
    repair: "drop function sleep cascade",
    codes: ["57014", "TIMEOUT"],
    effect: "isAway",
  },
  ...["audit_logs", "audit_log_related", `audit_logs_${thisMonth}`].map((table): TableFault => ({
    name: `${table} locked by another connection`,
    cause: `begin; lock table ${table} in access exclusive mode`,
    repair: "rollback",
    codes: ["55P03"],
    effect: "waits",
  })),
];
