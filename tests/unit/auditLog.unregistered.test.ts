import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const compiler = path.join(root, "node_modules/typescript/bin/tsc");

/** What the compiler says of a file in an application that has registered no actions; "" where it compiles. */
async function compile(source: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "unregistered-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const compilerOptions = { paths: { "@/*": [`${root}/*`] }, plugins: [], typeRoots: [], incremental: false };
  const config = {
    extends: path.join(root, "tsconfig.json"),
    compilerOptions,
    files: ["use.ts"],
    include: [],
  };
  await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(config));
  await writeFile(path.join(folder, "use.ts"), source);
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, "--noEmit", "-p", folder], (_error, stdout) => resolve(stdout));
  });
}

const prelude = `
import type { ActionName, AuditLogInput } from "@/modules/auditLog/auditLog.types";
declare function log<Action extends ActionName>(input: AuditLogInput<Action>): void;
const of = { resourceType: "post", resourceId: "1" };
`;

it("unregistered, any resource.verb and any metadata compile", async () => {
  const use = `
log({ action: "invoice.paid", ...of, metadata: { amount: 12, lines: [{ a: 1 }] } });
log({ action: "area.invoice.paid", ...of });
log({ action: "invoice.paid", ...of, outcome: "denied", metadata: { why: "late" } });
`;
  expect(await compile(prelude + use)).toBe("");
}, 30_000);

it("unregistered, what is no action or no entry does not", async () => {
  expect(await compile(`${prelude}log({ action: "invoice", ...of });`)).toContain('"invoice"');
  expect(await compile(`${prelude}log({ action: "invoice.paid", resourceType: "post" });`)).toContain(
    "resourceId",
  );
}, 30_000);
