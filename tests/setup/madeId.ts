import { sql, type SQL } from "drizzle-orm";

/** SQL of a UUIDv7 of an instant for rows made by hand: those of one instant are in the order of `n`, below 2^24. */
export function madeId(at: SQL, n: SQL): SQL {
  const counter = sql`lpad(to_hex(${n}), 6, '0')`;
  return sql`overlay(audit_log_first_id(${at})::text placing '7' || left(${counter}, 3) || '-8' || right(${counter}, 3)
    || right(gen_random_uuid()::text, 13) from 15)::uuid`;
}
