import { readFile, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
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

const numbers = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => String(from + index));

it("brings a file into the log, and the next time what was added to it", async () => {
  const organization = fresh("org");
  const options = ["--organization", organization, "--name", organization, ...mapped];
  const file = await fileOf(`\uFEFF${linesOf(3_000).replaceAll("\n", "\r\n")}`);
  expect(await runImport([file, ...options])).toMatchObject({
    code: 0,
    said: "3000 imported, 0 already there, 0 refused.",
  });
  expect(await resourcesOf(organization)).toEqual(numbers(3_000));
  expect((await runImport([file, ...options])).said).toMatch(/nothing new since/);
  const longer = await fileOf(`\uFEFF${linesOf(3_000).replaceAll("\n", "\r\n")}${linesOf(5, 3_001)}`);
  expect((await runImport([longer, ...options])).said).toMatch(/^5 imported, 0 already there/);
  expect(await resourcesOf(organization)).toEqual(numbers(3_005));
});

it("reads standard input as it reads a file", async () => {
  const organization = fresh("org");
  const options = ["-", "--organization", organization, "--name", organization, ...mapped];
  const input = [Buffer.from(linesOf(2)), Buffer.from(linesOf(1, 3))];
  expect((await runImport(options, input)).said).toBe("3 imported, 0 already there, 0 refused.");
  expect((await runImport(options, [...input, Buffer.from(linesOf(1, 4))])).said).toMatch(/^1 imported/);
  expect(await resourcesOf(organization)).toEqual(numbers(4));
});

it("makes the partitions of old months, and leaves what is older than ten years to the default one", async () => {
  const organization = fresh("org");
  const old = lineOf(1, { at: "1999-05-05T00:00:00Z" });
  const file = await fileOf(`${old}\n${lineOf(2, { at: "2019-06-01T00:00:00Z" })}\n${lineOf(3)}\n`);
  await runImport([file, "--organization", organization, "--name", organization, ...mapped]);
  expect((await entriesOf(organization)).map(({ partition }) => partition)).toEqual([
    "audit_logs_default",
    "audit_logs_2019_06",
    "audit_logs_2024_01",
  ]);
});

it("lets entries stand in the feeds of what they concern too", async () => {
  const organization = fresh("org");
  const file = await fileOf(`${lineOf(1, { project: 5 })}\n${lineOf(2)}\n`);
  const options = [
    "--organization",
    organization,
    "--name",
    organization,
    "--map",
    "related=project/{project}",
  ];
  await runImport([file, ...options, ...mapped]);
  const { entries } = await auditLogService.getForResource("project", "5", { organizationId: organization });
  expect(entries.map(({ resourceId }) => resourceId)).toEqual(["1"]);
});

it("is in the log itself, once a run that stores something", async () => {
  const organization = fresh("org");
  const file = await fileOf(linesOf(3));
  const options = ["--organization", organization, "--name", organization, ...mapped];
  for (let run = 0; run < 2; run++) await runImport([file, ...options]);
  const { entries } = await auditLogService.getForResource("audit_log", organization, { viewer: "operator" });
  expect(entries).toMatchObject([
    {
      action: "audit_log.imported",
      organizationId: null,
      actorType: "system",
      actorName: userInfo().username,
      metadata: { name: organization, source: "ndjson" },
    },
  ]);
});

it("shows with --dry-run what would be stored and every problem, and stores nothing", async () => {
  const organization = fresh("org");
  const bad = [lineOf(5, { event: null }), "{", lineOf(6, { at: "2024-01-01" })].join("\n");
  const file = await fileOf(`${linesOf(4)}${bad}\n`);
  const options = ["--organization", organization, "--name", organization, "--dry-run", "--map", "actor=usr"];
  const { code, said, complained } = await runImport([file, ...options, ...mapped]);
  expect(code).toBe(1);
  expect(said.match(/"resource_id": "\d"/g)).toEqual([
    '"resource_id": "1"',
    '"resource_id": "2"',
    '"resource_id": "3"',
  ]);
  expect(complained).toContain("Refused at line 5: there is no action.");
  expect(complained).toContain("Refused at line 6: column 2: the line ends in the middle of the JSON.");
  expect(complained).toMatch(
    /Refused at line 7: at has no time zone: say whose clock it is, e\.g\. --time-zone/,
  );
  expect(complained).toContain("No row had: usr.");
  expect(complained).toMatch(/7 rows, of which 3 can't be understood\. Nothing was stored\.$/);
  expect(complained).not.toMatch(/does not declare/);
  expect(await entriesOf(organization)).toEqual([]);
  expect(await stateOf(organization)).toBeUndefined();
});

it("tells with --dry-run which actions the application does not know", async () => {
  const file = await fileOf(`${lineOf(1, { event: "Post.create" })}\n`);
  const { complained } = await runImport([file, "--organization", "platform", "--dry-run", ...mapped]);
  expect(complained).toMatch(/does not declare, shown in general words: Post\.create$/m);
});

it("notes with --skip-bad which rows it went on without", async () => {
  const organization = fresh("org");
  const lines = Array.from({ length: 2_000 }, (_, n) => (n % 500 === 3 ? "CANARY" : lineOf(n + 1)));
  const [file, bad] = [await fileOf(lines.join("\n")), await fileOf("of last week\n", "bad.txt")];
  const options = ["--organization", organization, "--name", organization, "--skip-bad", bad, ...mapped];
  const { code, said, complained } = await runImport([file, ...options]);
  expect({ code, said }).toEqual({ code: 1, said: "1996 imported, 0 already there, 4 refused." });
  expect(complained).toContain(`Which rows were refused, and why, is in ${bad}.`);
  expect((await readFile(bad, "utf8")).split("\n")).toEqual([
    "of last week",
    ...[4, 504, 1_004, 1_504].map((line) => `line ${line}: column 1: there is no JSON value`),
    "",
  ]);
  expect((await stat(file)).size).toBeGreaterThan(0);
  expect(await stateOf(organization)).toMatchObject({ imported: 1_996, refused: 4, completed: true });
  expect((await runImport([file, ...options])).said).toMatch(/nothing new/);
});

it("finds the row that the database refuses, and stores those around it", async () => {
  const sql = connect();
  await sql`alter table audit_logs add constraint lucky check (resource_id <> 'thirteen')`;
  const [one, other] = [fresh("org"), fresh("org")];
  const lines = Array.from({ length: 900 }, (_, n) =>
    lineOf(n + 1, n === 612 || n === 700 ? { post: "thirteen" } : {}),
  );
  const file = await fileOf(`${lines.join("\n")}\n`);
  try {
    const ended = await runImport([file, "--organization", one, "--name", one, ...mapped]);
    expect(ended.code).toBe(1);
    expect(ended.complained).toMatch(/ended at line 613: the database refuses what it holds \(23514\)\./);
    expect(ended.complained).not.toContain("thirteen");
    expect(await resourcesOf(one)).toEqual(numbers(612));
    const bad = await fileOf("", "bad.txt");
    const went = await runImport([
      file,
      "--organization",
      other,
      "--name",
      other,
      "--skip-bad",
      bad,
      ...mapped,
    ]);
    expect(went).toMatchObject({ code: 1, said: "898 imported, 0 already there, 2 refused." });
    expect(await readFile(bad, "utf8")).toMatch(/^line 613: .*\nline 701: .*\n$/);
  } finally {
    await sql`alter table audit_logs drop constraint lucky`;
  }
  const mended = await runImport([file, "--organization", one, "--name", one, ...mapped]);
  expect(mended.said).toMatch(/^288 imported, 0 already there/);
  expect(await resourcesOf(one)).toHaveLength(900);
});
