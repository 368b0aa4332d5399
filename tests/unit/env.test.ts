import { expect, test } from "vitest";

import { EnvironmentError, parseEnv, parseLauncherEnv } from "@/env";

const DATABASE_URL = "postgres://app:hunter2@db.example.com:5432/app";
const AUTH_SECRET = "0123456789abcdef0123456789abcdef";
const complete = { DATABASE_URL, AUTH_SECRET };
const defaults = {
  NODE_ENV: "development",
  TRUSTED_PROXIES: 0,
  AUDIT_LOG_SPOOL_DIR: ".data/audit-log",
  AUDIT_LOG_SPOOL_MAX_MB: 512,
};

function problemsOf(parse: () => unknown) {
  try {
    parse();
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  throw new Error("The environment was taken as it is.");
}

test("two settings are enough", () => {
  expect(parseEnv(complete)).toEqual({ ...complete, ...defaults });
});

test("numbers are numbers and the public address is an origin", () => {
  const env = parseEnv({ ...complete, APP_URL: "https://app.example.com/", TRUSTED_PROXIES: "2" });
  expect(env).toMatchObject({ APP_URL: "https://app.example.com", TRUSTED_PROXIES: 2 });
});

test("the launcher needs nothing", () => {
  expect(parseLauncherEnv({}, { secretNeeded: true })).toEqual({
    ...defaults,
    EMBEDDED_POSTGRES_DIR: ".data/postgres",
  });
});

test("an empty variable counts as not set", () => {
  const source = { DATABASE_URL: "", AUTH_SECRET: "", EMBEDDED_POSTGRES_PORT: "" };
  expect(parseLauncherEnv(source, { secretNeeded: true }).DATABASE_URL).toBeUndefined();
});

test("every problem is told at once, with name, reason and example", () => {
  const error = problemsOf(() =>
    parseEnv({ TRUSTED_PROXIES: "-1", APP_URL: "app.example.com", NODE_ENV: "prod" }),
  );
  expect(error.problems.map(({ name }) => name)).toEqual([
    "NODE_ENV",
    "DATABASE_URL",
    "AUTH_SECRET",
    "APP_URL",
    "TRUSTED_PROXIES",
  ]);
  expect(error.message).toContain("DATABASE_URL is not set. Example: DATABASE_URL=postgres://");
  expect(error.message).toContain("AUTH_SECRET is not set. Example:");
  expect(error.message).toContain("openssl rand -base64 32");
  expect(error.message).toContain("TRUSTED_PROXIES must be a whole number from 0 to 100.");
});

test.each([
  ["DATABASE_URL", "mysql://root:hunter2@localhost/app"],
  ["DATABASE_URL", "postgres://app:hunter2@:5432/app"],
  ["DATABASE_URL", "postgres://app:hunter2@localhost:port/app"],
  ["DATABASE_URL", "hunter2"],
  ["AUTH_SECRET", "hunter2"],
  ["CRON_SECRET", "hunter2"],
  ["CRON_SECRET", "hunter2 and other words, of enough characters"],
  ["CRON_SECRET", "hunter2-and-many-more-characters-ü"],
  ["CRON_SECRET", "hunter2-and-many-more-characters\n"],
  ["APP_URL", "https://app.example.com/hunter2"],
  ["APP_URL", "https://hunter2@app.example.com"],
  ["APP_URL", "javascript:hunter2"],
  ["TRUSTED_PROXIES", "hunter2"],
  ["TRUSTED_PROXIES", "1.5"],
  ["EMBEDDED_POSTGRES_PORT", "hunter2"],
  ["EMBEDDED_POSTGRES_PORT", "0"],
  ["EMBEDDED_POSTGRES_PORT", "65536"],
  ["PORT", "hunter2"],
  ["NODE_ENV", "hunter2"],
])("%s=%s is refused by its name and never repeated", (name, value) => {
  const error = problemsOf(() => parseLauncherEnv({ ...complete, [name]: value }, { secretNeeded: true }));
  expect(error.problems.map((problem) => problem.name)).toEqual([name]);
  expect(error.message).not.toContain("hunter2");
});

test.each([
  "postgresql://localhost/app",
  "postgres://app:p%40ss@[::1]:5432/app?sslmode=require",
  "postgres://app:a,b@one.example.com:5432,two.example.com:5433/app",
])("%s is a database", (url) => {
  expect(parseEnv({ ...complete, DATABASE_URL: url }).DATABASE_URL).toBe(url);
});

test("a given server wants a given secret, beside whatever else is wrong", () => {
  const source = { DATABASE_URL, PORT: "http" };
  const { problems } = problemsOf(() => parseLauncherEnv(source, { secretNeeded: true }));
  expect(problems.map(({ name }) => name).sort()).toEqual(["AUTH_SECRET", "PORT"]);
  expect(parseLauncherEnv({ DATABASE_URL }, { secretNeeded: false }).AUTH_SECRET).toBeUndefined();
});
