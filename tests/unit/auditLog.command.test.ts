import { PassThrough, Readable } from "node:stream";
import { parseArgs } from "node:util";
import { describe, expect, it } from "vitest";
import { CommandError, runCommand, UsageError, type Verb } from "@/modules/auditLog/cli/command";

const verb = (run: Verb["run"]): Verb => ({ summary: "does it", help: "Usage: npm run audit -- does", run });

const verbs = {
  count: verb(async (args, { say }) => {
    const { values } = parseArgs({ args, options: { deep: { type: "boolean" } } });
    say(values.deep ? "deep" : "flat");
    return 1;
  }),
  needy: verb(() => Promise.reject(new UsageError("There is nothing on standard input."))),
  helpless: verb(() => Promise.reject(new CommandError("The folder can't be read."))),
  broken: verb(() => Promise.reject(new Error("on its own"))),
};

async function run(...args: string[]) {
  const [said, complained]: string[][] = [[], []];
  const terminal = {
    input: Readable.from([]),
    output: new PassThrough(),
    say: (line: string) => void said?.push(line),
    complain: (line: string) => void complained?.push(line),
  };
  const code = await runCommand(verbs, args, terminal);
  return { code, said: said?.join("\n") ?? "", complained: complained?.join("\n") ?? "" };
}

it("runs a verb with its options and passes on its exit code", async () => {
  expect(await run("count", "--deep")).toEqual({ code: 1, said: "deep", complained: "" });
  expect(await run("count")).toMatchObject({ said: "flat" });
});

it.each([[[]], [["--help"]], [["-h"]]])("%j lists the verbs", async (args) => {
  const { code, said, complained } = await run(...args);
  expect({ code, complained }).toEqual({ code: 0, complained: "" });
  for (const name of Object.keys(verbs)) expect(said).toMatch(new RegExp(`^  ${name} +does it$`, "m"));
});

it("a verb's help runs nothing", async () => {
  expect(await run("broken", "--help")).toEqual({ code: 0, said: verbs.broken.help, complained: "" });
});

describe("a wrong call is explained, and ends with 2", () => {
  it.each([
    [["nothing"], 'There is no command "nothing". Known: count, needy, helpless, broken.'],
    [["constructor"], 'There is no command "constructor"'],
    [["--deep"], 'There is no command "--deep"'],
    [["count", "--wide"], "count: Unknown option '--wide'.\n\nUsage:"],
    [["count", "x"], "count: Unexpected argument 'x'.\n\nUsage:"],
    [["count", "--deep=1"], "count: Option '--deep' does not take an argument.\n\nUsage:"],
    [["needy"], "needy: There is nothing on standard input.\n\nUsage:"],
  ])("%j", async (args, explanation) => {
    const { code, said, complained } = await run(...args);
    expect({ code, said }).toEqual({ code: 2, said: "" });
    expect(complained).toContain(explanation);
  });
});

it("what can't be done is said, and ends with 1", async () => {
  expect(await run("helpless")).toEqual({ code: 1, said: "", complained: "The folder can't be read." });
});

it("any other failure is the caller's to explain", async () => {
  await expect(run("broken")).rejects.toThrow("on its own");
});
