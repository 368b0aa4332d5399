import { mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { writeFileWhole } from "@/modules/auditLog/cli/exportOutput";
import { finish, spawnScript } from "@/tests/setup/embedded";
import { parseCsv } from "@/tests/unit/exportSupport";
import { lostCode } from "@/tests/setup/lostConnection";
import { exportOf, exportPids, fillTenant, idsOf, linesOf, terminateExports } from "./auditLogExportSupport";

/** The command as npm runs it; `db/withDatabase.ts` before it has tests of its own. */
const start = (...args: string[]) =>
  spawnScript(["modules/auditLog/cli/audit.ts", "export", ...args], { NODE_ENV: "test" });
const run = (...args: string[]) => finish(start(...args));

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "audit-log-export-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const ids = (lines: unknown[]) => lines.map((line) => Object.assign({ id: null }, line).id);

it("writes a tenant's entries to standard output, and that it did is in the log", async () => {
  const organizationId = await fillTenant(1_500);
  const options = ["--organization", organizationId, "--query", "created:all"];
  const { code, stdout, stderr } = await run(...options, "--format", "ndjson");
  expect({ code, ids: ids(linesOf(stdout)) }).toEqual({ code: 0, ids: await idsOf(organizationId) });
  expect(stderr).toMatch(/1500 entries, 0\.\d MB\n$/);

  const csv = await run(...options);
  expect(parseCsv(csv.stdout)).toHaveLength(1_501);
  const { entries } = await auditLogService.getForResource("audit_log", organizationId);
  expect(
    entries.map(({ action, actorType, actorId, actorName, organizationId: tenant, metadata }) => ({
      action,
      actorType,
      actorId,
      actorName,
      tenant,
      metadata,
    })),
  ).toEqual(
    ["csv", "ndjson"].map((format) => ({
      action: "audit_log.exported",
      actorType: "system",
      actorId: null,
      actorName: userInfo().username,
      tenant: null,
      metadata: { query: "created:all", format },
    })),
  );
});

it("writes a file that only its owner can read, once it is whole", async () => {
  const organizationId = await fillTenant(20);
  const folder = await temporaryFolder();
  const out = path.join(folder, "audit.csv");
  const { code, stdout } = await run("--query", `organization:${organizationId}`, "--out", out);
  expect({ code, stdout, files: await readdir(folder) }).toEqual({
    code: 0,
    stdout: "",
    files: ["audit.csv"],
  });
  expect(parseCsv(await readFile(out, "utf8"))).toHaveLength(21);
  expect((await stat(out)).mode & 0o777).toBe(0o600);
});

it("says that a name finds nothing, where an id is meant", async () => {
  for (const options of [
    ["--organization", "Acme Studio"],
    ["--query", "organization:acme-studio"],
  ]) {
    const { code, stderr } = await run(...options, "--format", "ndjson");
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /\nNothing was found\. An organization is named by its id here, not by its name or slug\.\n$/,
    );
  }
  const { stderr } = await run("--all", "--query", "request:none");
  expect(stderr).toMatch(/\nNothing was found\.\n$/);
});

it("replaces no file that is there, not even a link that leads nowhere", async () => {
  const folder = await temporaryFolder();
  const [file, link] = [path.join(folder, "audit.csv"), path.join(folder, "link.csv")];
  await writeFile(file, "of last week");
  await symlink(path.join(folder, "nowhere"), link);
  const organizationId = await fillTenant(1);
  for (const out of [file, link]) {
    const { code, stderr } = await run("--organization", organizationId, "--out", out);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `${out} is there already: name another file, or remove it.\n`,
    });
  }
  expect(await readFile(file, "utf8")).toBe("of last week");
  expect((await readdir(folder)).toSorted()).toEqual(["audit.csv", "link.csv"]);
  const { entries } = await auditLogService.getForResource("audit_log", organizationId);
  expect(entries).toEqual([]);
});

it("leaves what it wrote beside the file's name when it breaks off, and says what to do", async () => {
  const folder = await temporaryFolder();
  const exported = await exportOf(await fillTenant(9_000));
  await terminateExports();
  await expect(writeFileWhole(exported, path.join(folder, "audit.ndjson"))).rejects.toThrow(
    new RegExp(
      String.raw`^The export broke off \(${lostCode}\)\. The database .+ Remove that file and run this again\.$`,
    ),
  );
  expect(await readdir(folder)).toEqual(["audit.ndjson.part"]);
});

it("leaves what another export left, and says so", async () => {
  const folder = await temporaryFolder();
  const out = path.join(folder, "audit.csv");
  await writeFile(`${out}.part`, "half");
  const { code, stderr } = await run("--all", "--out", out);
  expect(code).toBe(1);
  expect(stderr).toContain(`${out}.part is there: an export to this file is running, or was interrupted.`);
  expect(await readFile(`${out}.part`, "utf8")).toBe("half");
  expect(await readdir(folder)).toEqual(["audit.csv.part"]);
});

it("says where it can't write", async () => {
  const { code, stderr } = await run("--all", "--out", "package.json/audit.csv");
  expect(code).toBe(1);
  expect(stderr).toContain("package.json/audit.csv can't be written (ENOTDIR).");
});

it("fails, and says so in the last line, when it breaks off", async () => {
  const organizationId = await fillTenant(40, 200_000);
  const child = start("--organization", organizationId, "--query", "created:all", "--format", "ndjson");
  // What is not read off the pipe holds it up: by then it has its snapshot.
  await once(child.stdout, "readable");
  await terminateExports();
  const { code, stdout, stderr } = await finish(child);
  const lines = linesOf(stdout);
  expect(code).toBe(1);
  expect(lines.at(-1)).toMatchObject({ export: "incomplete", rows: lines.length - 1 });
  expect(stderr).toMatch(
    new RegExp(
      String.raw`The export broke off \(${lostCode}\)\. The database .+ Entries are missing\. Run this again\.\n$`,
    ),
  );
});

it("ends when nobody reads its output any more", async () => {
  const child = start("--organization", await fillTenant(40, 200_000), "--query", "created:all");
  const complaint = text(child.stderr);
  await once(child.stdout, "data");
  child.stdout.destroy();
  await once(child, "exit");
  expect(child.exitCode).toBe(1);
  expect(await complaint).toContain("Standard output was closed before all entries were written.");
  await expect.poll(exportPids).toEqual([]);
});
