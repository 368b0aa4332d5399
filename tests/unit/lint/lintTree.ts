import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { z } from "zod";

const report = z.object({
  diagnostics: z.array(z.object({ message: z.string(), code: z.string(), filename: z.string() })),
  number_of_files: z.number(),
});

/** What the linter said of one file; `filename` is relative to the tree. */
export type Diagnostic = { message: string; code: string; filename: string };

/** Writes files into a temporary folder, runs the project's linter with its configuration over it, and removes it. */
export async function lintTree(files: Record<string, string>): Promise<Diagnostic[]> {
  const folder = await mkdtemp(join(tmpdir(), "lint-tree-"));
  try {
    await Promise.all(Object.entries(files).map(([path, source]) => write(join(folder, path), source)));
    return await lint(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function write(path: string, source: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, source);
}

async function lint(folder: string): Promise<Diagnostic[]> {
  const { diagnostics, number_of_files: count } = report.parse(JSON.parse(await runLinter(folder)));
  if (count === 0) throw new Error(`The linter read no file under ${folder}`);
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    filename: relative(folder, resolve(folder, diagnostic.filename)),
  }));
}

function runLinter(folder: string): Promise<string> {
  const args = [
    resolve("node_modules/oxlint/bin/oxlint"),
    "-c",
    resolve(".oxlintrc.json"),
    "-f",
    "json",
    ".",
  ];
  return new Promise((fulfil) => {
    // The exit code is not looked at: it is 1 whenever something was found, and the report says what.
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (_error, stdout) => fulfil(stdout));
  });
}
