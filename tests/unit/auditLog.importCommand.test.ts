import { PassThrough, Readable } from "node:stream";
import { expect, it } from "vitest";
import { runCommand } from "@/modules/auditLog/cli/command";
import { importVerb } from "@/modules/auditLog/cli/import";
import { readCall } from "@/modules/auditLog/cli/importOptions";
import { describeProgress } from "@/modules/auditLog/cli/importOutput";

const input = Readable.from([]);

it.each<[string[], RegExp]>([
  [["a.ndjson", "b.ndjson"], /^import: Name one file, or one --table\./],
  [["a.ndjson", "--table", "activity"], /^import: Name one file, or one --table\./],
  [["a.ndjson", "--from", "postgres://h/d"], /^import: --from and --key go with --table\./],
  [["--table", "a", "--from", "mysql://h/d"], /^import: --from takes a URL that starts with postgres:\/\//],
  [
    ["--table", "a", "--from", "postgres://u:%@h/d"],
    /^import: --from is no URL that can be read: write what/,
  ],
  [["--table", "a", "--from", "postgres://h:port/d"], /^import: --from is no URL/],
  [["-"], /^import: Give what comes from standard input a --name\./],
  [["a", "--map", "actor"], /^import: --map takes a field and what it is, such as --map action=event\./],
  [["a", "--map", "actor="], /^import: --map takes a field/],
  [
    ["a", "--map", "actr=user_id"],
    /^import: --map: An entry has no field "actr": did you mean actor\? There are: action, at,/,
  ],
  [["a", "--set", "tenant=x"], /^import: --set: An entry has no field "tenant": there are action/],
  [["a", "--rename", "action=post.created"], /^import: --rename takes a field, their word and ours/],
  [["a", "--rename", "verb:create=post.created"], /^import: --rename: An entry has no field "verb": /],
  [["a", "--organization", ""], /^import: --organization takes an id, or platform\./],
  [["--everything"], /^import: Unknown option '--everything'\./],
  [["--table"], /^import: Option '--table <value>' argument missing\./],
])("%j is a wrong call", async (args, explanation) => {
  const complaints: string[] = [];
  const said = { say: fail, complain: (line: string) => void complaints.push(line) };
  const code = await runCommand({ import: importVerb }, ["import", ...args], {
    input,
    output: new PassThrough(),
    ...said,
  });
  expect(code).toBe(2);
  expect(complaints.join("\n")).toMatch(explanation);
  expect(complaints.join("\n")).toContain("Usage: npm run audit -- import");
});

function fail(line: string): never {
  throw new Error(`Nothing is to be said here: ${line}`);
}

it("tells a person without a file to give one", () => {
  expect(() =>
    readCall(["--name", "x"], { input: Object.assign(Readable.from([]), { isTTY: true }) }),
  ).toThrow(/Name a file or a --table, or give it lines/);
});

it("reads a mapping as it is meant", () => {
  const args = ["--table", "s.t", "--key", "a, b", "--organization", "platform", "--rest", "--again"].concat(
    [
      "--map",
      "resource=post/{id}",
      "--map",
      "resource=user/{uid}",
      "--map",
      "metadata.why=x=y",
      "--set",
      "action=a.b",
    ],
    ["--rename", "action:a:b=c=post.created", "--time-zone", "UTC", "--dry-run", "--skip-bad", "bad.txt"],
  );
  expect(readCall(args, { input })).toEqual({
    request: {
      source: { kind: "table", table: "s.t", key: ["a", "b"] },
      again: true,
      organizationId: null,
      timeZone: "UTC",
      mapping: {
        map: { resource: ["post/{id}", "user/{uid}"], "metadata.why": ["x=y"] },
        set: { action: "a.b" },
        rename: { action: { "a:b=c": "post.created" } },
        rest: true,
      },
    },
    isPreview: true,
    skipBad: "bad.txt",
  });
  expect(readCall(["/tmp/x/old.ndjson"], { input })).toMatchObject({
    request: { source: { kind: "ndjson", input: "/tmp/x/old.ndjson" }, again: false },
  });
});

it("tells how far it is", () => {
  const progress = { rows: 3_000, imported: 2_000, existing: 900, refused: 100, share: 0.256 };
  expect(describeProgress(progress, 1_500)).toBe(
    "3000 rows, 2000 a second, 25% of the source, 2000 imported, 900 already there, 100 refused",
  );
  expect(describeProgress({ ...progress, imported: 0, existing: 0, refused: 0, share: null }, 0)).toBe(
    "3000 rows, 0 a second",
  );
});
