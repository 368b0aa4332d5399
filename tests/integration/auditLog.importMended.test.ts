import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import {
  fileOf,
  fresh,
  lineOf,
  linesOf,
  mapped,
  resourcesOf,
  runImport,
  stateOf,
} from "./auditLogImportSupport";

/** Options of an import that nothing else uses. */
function start() {
  const organization = fresh("org");
  return { organization, options: ["--organization", organization, "--name", organization, ...mapped] };
}

const bad = '{"event":}\n';

it("refuses a mended file of which lines before the bad one were taken out, moved or changed", async () => {
  const { organization, options } = start();
  await runImport([await fileOf(`${linesOf(50)}${bad}${linesOf(10, 52)}`), ...options]);
  for (const before of [linesOf(49, 2), linesOf(40) + linesOf(10, 91), `\n${linesOf(50)}`]) {
    const shifted = await runImport([await fileOf(`${before}${linesOf(60, 51)}`), ...options]);
    expect(shifted).toMatchObject({ code: 1, said: "" });
    expect(shifted.complained).toMatch(
      /not the file that was imported .* Its first \d+ bytes, 50 lines, are not what they were/,
    );
    expect(shifted.complained).not.toContain("--again");
  }
  const mended = await runImport([await fileOf(linesOf(61)), ...options]);
  expect(mended).toMatchObject({ code: 0, said: expect.stringMatching(/^11 imported/) as unknown });
  expect(await resourcesOf(organization)).toHaveLength(61);
});

it("passes over no line that may be written on: it goes in once it is whole", async () => {
  const { organization, options } = start();
  const skipping = [...options, "--skip-bad", await fileOf("", "bad.txt")];
  const begun = `${linesOf(2)}${bad}${linesOf(1, 3)}${lineOf(4).slice(0, -7)}`;
  const first = await runImport([await fileOf(begun), ...skipping]);
  expect(first).toMatchObject({ code: 1, said: "" });
  expect(first.complained).toMatch(/ended at line 5: column \d+: .* it may not be written to its end yet/);
  expect(await stateOf(organization)).toMatchObject({ imported: 3, refused: 1, position: { line: 4 } });
  const preview = await runImport([await fileOf(begun), ...options, "--dry-run"]);
  expect(preview.complained).toMatch(/5 rows, of which 2 can't be understood/);

  const whole = `${linesOf(2)}${bad}${linesOf(2, 3)}`;
  expect((await runImport([await fileOf(whole), ...skipping])).said).toMatch(/^1 imported/);
  expect(await resourcesOf(organization)).toEqual(["1", "2", "3", "4"]);
});

it("is not done while rows are missing that earlier runs refused, and takes them mended", async () => {
  const { organization, options } = start();
  const noted = await fileOf("", "bad.txt");
  const file = await fileOf(`${linesOf(2)}${bad}${linesOf(1, 4)}`);
  expect((await runImport([file, ...options, "--skip-bad", noted])).code).toBe(1);
  const later = await runImport([file, ...options]);
  expect(later).toMatchObject({ code: 1, said: expect.stringContaining("is done: nothing new") as unknown });
  expect(later.complained).toMatch(
    /^1 rows were refused by earlier runs and are not in the log: mend them where they stand/m,
  );

  const again = await runImport([await fileOf(linesOf(4)), ...options, "--again"]);
  expect(again).toMatchObject({ code: 0, said: "1 imported, 3 already there, 0 refused." });
  expect(await runImport([await fileOf(linesOf(4)), ...options])).toMatchObject({ code: 0 });
  expect(await resourcesOf(organization)).toEqual(["1", "2", "3", "4"]);
});

it("keeps every digit of a number", async () => {
  const { options } = start();
  const line = lineOf(1).replace("{", '{"account":9007199254740993,"note":"1234567890123456789",');
  const file = await fileOf(`${line}\n`);
  const { said } = await runImport([file, ...options, "--map", "actor=account", "--rest", "--dry-run"]);
  expect(JSON.parse(said)).toMatchObject({
    actor_id: "9007199254740993",
    metadata: { note: "1234567890123456789" },
  });
});

it("makes no entry the platform's that lacks its organization", async () => {
  const [name, organization] = [fresh("name"), fresh("org")];
  const lines = [lineOf(1, { org: organization }), lineOf(2, { org: null }), lineOf(3, { org: "" })];
  const file = await fileOf(`${lines.join("\n")}\n`);
  const options = [file, "--name", name, ...mapped, "--map", "organization=org"];
  const ended = await runImport(options);
  expect(ended.code).toBe(1);
  expect(ended.complained).toMatch(/ended at line 2: there is no organization: say whose such rows are/);
  expect(await stateOf(name)).toMatchObject({ imported: 1 });
  expect((await runImport([...options, "--organization", organization])).code).toBe(0);
  expect(await resourcesOf(organization)).toEqual(["1", "2", "3"]);
});

it.each([
  ["organization, or mapping of it,", "org", "another"],
  ["mapping of at", "at=at", "at=post"],
  ["--time-zone", "Europe/Berlin", "Asia/Tokyo"],
])("goes on with no other %s than it had, not from the beginning either", async (what, had, other) => {
  const [name, file] = [fresh("name"), await fileOf(linesOf(3))];
  const options = [file, "--name", name, "--organization", "org", "--time-zone", "Europe/Berlin", ...mapped];
  await runImport(options);
  const changed = options.map((option) => (option === had ? other : option));
  for (const again of [[], ["--again"]]) {
    const { code, complained } = await runImport([...changed, ...again]);
    expect(code).toBe(1);
    expect(complained).toContain(`The import "${name}" had another ${what} so far`);
  }
  expect(await stateOf(name)).toMatchObject({ imported: 3, existing: 0 });
});

it("tells that the rest of the mapping is another, and goes on", async () => {
  const { options } = start();
  await runImport([await fileOf(linesOf(3)), ...options]);
  const more = await runImport([
    await fileOf(linesOf(5)),
    ...options,
    "--map",
    "at=later",
    "--set",
    "actor=u1",
  ]);
  expect(more).toMatchObject({ code: 0, said: expect.stringMatching(/^2 imported/) as unknown });
  expect(more.complained).toContain("The mapping is another than before: what is in the log stays as it was");
});

it("does not note rows in the file that it reads", async () => {
  const { options } = start();
  const file = await fileOf(`${lineOf(1)}\n${bad}`);
  const { code, complained } = await runImport([file, ...options, "--skip-bad", file]);
  expect(code).toBe(2);
  expect(complained).toMatch(/^import: --skip-bad takes another file than the one that is imported\./);
  expect(await readFile(file, "utf8")).toBe(`${lineOf(1)}\n${bad}`);
});

it("speaks of no missing column where it could not look at any row", async () => {
  const { options } = start();
  const file = await fileOf(bad);
  const { complained } = await runImport([file, ...options, "--skip-bad", await fileOf("", "bad.txt")]);
  expect(complained).not.toContain("No row had");
});
