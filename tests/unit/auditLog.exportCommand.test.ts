import { PassThrough, Readable } from "node:stream";
import { expect, it } from "vitest";
import { runCommand } from "@/modules/auditLog/cli/command";
import { exportVerb } from "@/modules/auditLog/cli/export";

function fail(line: string): never {
  throw new Error(`Nothing is to be said here: ${line}`);
}

it.each([
  [[], /^export: Say whose entries: --organization <id> or --all\./],
  [["--all", "--organization", "acme"], /^export: Say once whose entries/],
  [["--all", "--query", "organization:acme"], /^export: Say once whose entries/],
  [["--all", "--format", "xls"], /^export: --format takes one of csv, ndjson, cloudevents, ocsf\./],
  [["--all", "--query", "created:soon"], /^export: --query, characters 9 to 12: /],
  [
    ["--all", "--time-zone", "Mars/Olympus"],
    /^export: --time-zone takes a name such as Europe\/Berlin or UTC\./,
  ],
  [["--everything"], /^export: Unknown option '--everything'\./],
  [["acme"], /^export: Unexpected argument 'acme'\./],
])("%j is a wrong call", async (args, explanation) => {
  const complaints: string[] = [];
  const output = new PassThrough();
  const said = { say: fail, complain: (line: string) => void complaints.push(line) };
  const terminal = { input: Readable.from([]), output, ...said };
  expect(await runCommand({ export: exportVerb }, ["export", ...args], terminal)).toBe(2);
  expect(complaints.join("\n")).toMatch(explanation);
  expect(complaints.join("\n")).toContain("Usage: npm run --silent audit -- export");
  expect(output.readableLength).toBe(0);
});
