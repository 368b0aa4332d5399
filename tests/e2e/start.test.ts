import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { finish, pidFile, postmasterPid, spawnScript, temporaryFolder } from "@/tests/setup/embedded";
import { addressOf } from "./support/address";
import { Visitor } from "./support/visitor";

const { scripts } = z
  .object({ scripts: z.object({ start: z.string() }) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

it("npm start serves the build on an embedded database, and takes it down when asked to end", async () => {
  const folder = await temporaryFolder();
  const [tsx, conditions, ...args] = scripts.start.split(" ");
  expect([tsx, conditions]).toEqual(["tsx", "--conditions=react-server"]);
  const settings = { PORT: "0", EMBEDDED_POSTGRES_DIR: folder, NODE_ENV: "production" };
  const unset = { DATABASE_URL: "", AUTH_SECRET: "", APP_URL: "", EMBEDDED_POSTGRES_PORT: "" };
  const child = spawnScript(args, { ...unset, ...settings });
  const end = finish(child);

  const visitor = new Visitor(await addressOf(child));
  const page = await visitor.ask("/sign-in");
  expect(page.status).toBe(200);
  expect(page.body).toContain("Sign in");
  const account = { name: "Nora", email: "nora@example.com", password: "a-long-password" };
  const signedUp = await visitor.submit("/sign-up", "sign-up#signUp", account);
  expect(signedUp.status).toBe(303);
  const next = await visitor.ask(signedUp.headers.get("location") ?? "");
  expect(next.headers.get("location")).toBe("/no-organization");
  expect((await visitor.ask("/no-organization")).body).toContain("Nora");

  const postgres = await postmasterPid(folder);
  child.kill("SIGTERM");
  const { stderr } = await end;
  // Where the data is, and nothing else; the usual port may be somebody's.
  expect(stderr).toMatch(
    /^(Port 54329 is in use by another program.*\n)?Embedded Postgres on \S+, data in .+\n$/,
  );
  expect(existsSync(pidFile(folder))).toBe(false);
  expect(() => process.kill(postgres, 0)).toThrow("ESRCH");
  await expect(fetch(visitor.baseUrl)).rejects.toThrow("fetch failed");
});
