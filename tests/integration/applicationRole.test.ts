import { randomBytes } from "node:crypto";
import { mkdtemp, rm, cp, appendFile, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "@/db/migrate";

const role = `app_${randomBytes(6).toString("hex")}`;
const password = randomBytes(12).toString("hex");
let owner: postgres.Sql;
let url: string;

beforeAll(async () => {
  owner = postgres(process.env.DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
  await owner.unsafe(`create role ${role} login password '${password}'`);
  await owner`select audit_log_grant(${role})`;
  await owner.unsafe(`grant usage on schema drizzle to ${role}`);
  await owner.unsafe(`grant select on drizzle.__drizzle_migrations to ${role}`);
  url = Object.assign(new URL(process.env.DATABASE_URL ?? ""), { username: role, password }).href;
});
afterAll(async () => {
  await owner.unsafe(`drop owned by ${role}`);
  await owner.unsafe(`drop role ${role}`);
  await owner.end();
});

describe("a role with the grants that the README names", () => {
  it("starts where nothing is left to migrate", async () => {
    await expect(migrateDatabase(url)).resolves.toBeUndefined();
  });

  it("is told where something is", async () => {
    const migrationsFolder = await mkdtemp(path.join(tmpdir(), "migrations-"));
    await cp("db/migrations", migrationsFolder, { recursive: true });
    await addMigration(migrationsFolder);
    await expect(migrateDatabase(url, { migrationsFolder })).rejects.toMatchObject({
      cause: { code: "42501" },
    });
    await rm(migrationsFolder, { recursive: true });
  });
});

const journalSchema = z.looseObject({ entries: z.array(z.looseObject({ when: z.number() })) });

async function addMigration(folder: string): Promise<void> {
  const file = path.join(folder, "meta/_journal.json");
  const journal = journalSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const next = {
    idx: journal.entries.length,
    version: "7",
    when: Date.now(),
    tag: "9999_next",
    breakpoints: true,
  };
  await writeFile(file, JSON.stringify({ ...journal, entries: [...journal.entries, next] }));
  await appendFile(path.join(folder, "9999_next.sql"), "create table next_release (id int);");
}
