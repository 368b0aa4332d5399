import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { db } from "@/db/drizzle";
import { connect } from "./auditLogSupport";
import {
  entriesOf,
  fileOf,
  fresh,
  lineOf,
  linesOf,
  mapped,
  resourcesOf,
  runImport,
  stateOf,
} from "./auditLogImportSupport";

const whose = ["--organization", "acme"];

describe("a table", () => {
  beforeAll(async () => {
    await db.execute(`create table activity (id int primary key, user_id int, event text, created_at timestamptz);
      insert into activity values (1, 1, 'a.b', now() - interval '1 day'), (2, 2, null, now() - interval '1 day');
      create table "Loose" (id int, post int, at timestamptz);
      create view twice as select 1 as id, now() as at union all select 1, now();
      create view holes as select 1 as id, now() as at union all select null, now();
      create table no_rows (id int primary key, at timestamptz)`);
  });

  const map = ["--map", "action=event", "--map", "at=created_at", "--map", "resource=post/{id}"];
  const simple = ["--set", "action=a.b", "--map", "at=at", "--map", "resource=post/{id}"];

  it.each<[string[], RegExp]>([
    [
      ["--table", "activty", ...map],
      /There is no table activty: did you mean activity\? There are: .*activity/,
    ],
    [["--table", "other.activity", ...map], /There is no table other\.activity: /],
    [["--table", "loose", ...map], /There is no table loose: did you mean Loose\?/],
    [
      ["--table", "activity", ...map, "--map", "actor=userid"],
      /The table public\.activity has no column "userid": did you mean user_id\? There are: id, user_id, event, created_at\./,
    ],
    [["--table", "activity", ...map, "--map", "actor=usr_name.first"], /has no column "usr_name\.first"/],
    [["--table", "activity", ...map, "--map", "metadata.x={nothing}"], /has no column "nothing"/],
    [["--table", "activity", ...map, "--key", "nr"], /activity has no column "nr": /],
    [["--table", "activity", ...map, "--key", "user_id"], /no unique index says that this tells the rows/],
    [["--table", "Loose", ...simple], /Loose has no primary key: name columns that tell its rows apart/],
    [["--table", "twice", "--key", "id", ...simple], /two rows are alike in it/],
    [["--table", "holes", "--key", "id", ...simple], /there are rows without it/],
    [["--table", "activity"], /Say what is what: --map action=<column>/],
    [["--table", "activity", "--map", "at=created_at", "--map", "resource=post/{id}"], /Say what happened/],
    [["--table", "activity", ...map, "--time-zone", "Mars/Olympus"], /--time-zone takes a name/],
    [["--table", "activity", ...map, "--from", "postgres://127.0.0.1:1/x"], /can't be read \(ECONNREFUSED\)/],
  ])("%j", async (args, message) => {
    const { code, said, complained } = await runImport([...args, ...whose]);
    expect({ code, said }).toEqual({ code: 1, said: "" });
    expect(complained).toMatch(message);
  });

  it("says whose its rows are", async () => {
    const { code, complained } = await runImport(["--table", "activity", ...map]);
    expect(code).toBe(1);
    expect(complained).toMatch(
      /Say whose entries these are: --organization <id>, or --map organization=<column>\./,
    );
  });

  it("names the row that ends it by its key, after all before it", async () => {
    const { code, complained } = await runImport(["--table", "activity", ...map, ...whose]);
    expect(code).toBe(1);
    expect(complained).toMatch(
      /ended at row id 2: there is no action\. Everything before it is in the log\./,
    );
    expect(await resourcesOf("acme")).toEqual(["1"]);
  });

  it("may be empty", async () => {
    expect(await runImport(["--table", "no_rows", ...simple, ...whose])).toMatchObject({
      code: 0,
      said: "There is nothing to import: the source is empty.",
    });
  });

  it("is the same one each time", async () => {
    const [name, owner] = [fresh("name"), ["--organization", fresh("org")]];
    await runImport(["--table", "activity", "--name", name, ...map, ...owner]);
    const other = await runImport([await fileOf(linesOf(1)), "--name", name, ...mapped, ...owner]);
    expect(other.complained).toContain(
      `The import "${name}" has been one of table public.activity so far, and this is ndjson: give this one`,
    );
    await connect().unsafe(
      "create unique index on activity (user_id); alter table activity alter user_id set not null",
    );
    const key = await runImport([
      "--table",
      "activity",
      "--name",
      name,
      "--key",
      "user_id",
      "--again",
      ...map,
      ...owner,
    ]);
    expect(key.complained).toContain("was read in the order of id so far: give that as --key id.");
  });
});

describe("a file", () => {
  const options = () => ["--organization", fresh("org"), "--name", fresh("name"), ...mapped];

  it("that is not there, a directory, or can't be read", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "audit-log-import-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    for (const [file, message] of [
      ["nowhere.ndjson", "There is no file nowhere.ndjson."],
      [folder, `${folder} is a directory: name a file.`],
      ["package.json/x", "package.json/x can't be read (ENOTDIR)."],
    ] as const) {
      const { code, said, complained } = await runImport([file, ...options()]);
      expect({ code, said, complained }).toEqual({ code: 1, said: "", complained: message });
    }
  });

  it.each(["", "\n\r\n\n", "\uFEFF"])("that is empty: %j", async (content) => {
    const { code, said } = await runImport([await fileOf(content), ...options()]);
    expect({ code, said }).toEqual({ code: 0, said: "There is nothing to import: the source is empty." });
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    [
      "cut off in the middle",
      lineOf(3).slice(0, -9),
      /line 3: column 59: the line ends in the middle of the JSON/,
    ],
    ["with NUL", "{\u0000}", /line 3: column 2: a field's name in quotes is missing/],
    [
      "with NUL in a text",
      lineOf(3).replace("post.", "CANARY\u0000"),
      /line 3: column 17: a text holds a character that has to be escaped/,
    ],
    ["with no UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), /line 3: byte 2 is not UTF-8/],
    ["that is no object", "[1]", /line 3: it is JSON, but no object/],
    ["with a line of 100 MB", `{"x":"${"CANARY".repeat(17_000_000)}"}`, /line 3: it is longer than 8 MiB/],
    ["with a time without a zone", lineOf(3, { at: "2024-01-01 10:00:00" }), /line 3: at has no time zone/],
    ["with a time that is none", lineOf(3, { at: "CANARY" }), /line 3: at is no time that can be read/],
    ["with a time to come", lineOf(3, { at: "2199-01-01T00:00:00Z" }), /line 3: at lies in the future/],
    ["without an action", lineOf(3, { event: null }), /line 3: there is no action/],
    ["without a resource", lineOf(3, { post: null }), /line 3: there is no resource/],
  ])("%s", async (_, third, message) => {
    const [name, organization] = [fresh("name"), fresh("org")];
    const args = ["--organization", organization, "--name", name, ...mapped];
    const file = await fileOf(
      Buffer.concat([Buffer.from(linesOf(2)), Buffer.from(third), Buffer.from(`\n${linesOf(2, 4)}`)]),
    );
    const { code, said, complained } = await runImport([file, ...args]);
    expect({ code, said }).toEqual({ code: 1, said: "" });
    expect(complained).toMatch(message);
    expect(complained).not.toContain("CANARY");
    // Nothing half done: what stood before is stored and noted, and a second run finishes the rest.
    expect(await resourcesOf(organization)).toEqual(["1", "2"]);
    expect(await stateOf(name)).toMatchObject({ imported: 2, completed: false, position: { line: 2 } });
    const mended = await fileOf(linesOf(5));
    expect((await runImport([mended, ...args])).said).toMatch(/^3 imported, 0 already there, 0 refused\./);
    expect(await resourcesOf(organization)).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("that is another one than before", async () => {
    const args = options();
    await runImport([await fileOf(linesOf(3)), ...args]);
    const changed = await runImport([
      await fileOf(linesOf(4).replace("post.published", "post.deleted")),
      ...args,
    ]);
    expect(changed.code).toBe(1);
    expect(changed.complained).toMatch(
      /This is not the file that was imported under this name so far\. Its first \d+ bytes, 3 lines, are not/,
    );
    const shorter = await runImport([await fileOf(linesOf(1)), ...args]);
    expect(shorter.complained).toMatch(
      /It has \d+ bytes, of which \d+ were read already\. Put these lines back as they were/,
    );
    expect((await runImport([await fileOf(linesOf(4)), ...args, "--again"])).said).toBe(
      "1 imported, 3 already there, 0 refused.",
    );
  });

  it("with a field twice in an object: the last counts, as in JavaScript and in jsonb", async () => {
    const organization = fresh("org");
    const file = await fileOf(lineOf(1).replace("{", '{"post":7,'));
    await runImport([file, "--organization", organization, "--name", organization, ...mapped]);
    expect(await resourcesOf(organization)).toEqual(["1"]);
  });

  it("with a row twice: two entries, since nothing says that it is one", async () => {
    const organization = fresh("org");
    const file = await fileOf(`${lineOf(1)}\n${lineOf(1)}\n`);
    await runImport([file, "--organization", organization, "--name", organization, ...mapped]);
    expect(new Set((await entriesOf(organization)).map(({ id }) => id)).size).toBe(2);
  });

  it("names what is mapped and was never there", async () => {
    const { code, complained } = await runImport([
      await fileOf(linesOf(2)),
      ...options(),
      "--map",
      "actor=usr.id",
    ]);
    expect(code).toBe(0);
    expect(complained).toMatch(/No row had: usr\.id\. Is it mapped as it is written there\?$/);
  });

  it("can't be skipped into a file that can't be written", async () => {
    const args = [...options(), "--skip-bad", "package.json/bad.txt"];
    const { code, complained } = await runImport([await fileOf("nothing\n"), ...args]);
    expect(code).toBe(1);
    expect(complained).toMatch(/package\.json\/bad\.txt can't be written \(ENOTDIR\): name another file\./);
  });

  it("of our own export says itself whose its entries are", async () => {
    const { code, complained } = await runImport([await fileOf(linesOf(1)), ...whose]);
    expect(code).toBe(1);
    expect(complained).toMatch(
      /Lines of our own export say themselves whose they are: leave --organization out\./,
    );
  });
});
