import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const report = process.env.TEST_REPORT;

// Groups run one after another in this order: what is cheap to know is known first, and what takes the
// database away or drives a browser has both cores to itself.
export default defineConfig({
  resolve: {
    // Outside Next "server-only" always throws.
    alias: { "@": root.replace(/\/$/, ""), "server-only": `${root}tests/setup/serverOnly.ts` },
  },
  test: {
    // What comes on a busy machine comes late.
    expect: { poll: { timeout: 15_000 } },
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          // Neither UTC nor a whole number of hours from it.
          env: { TZ: "Asia/Kathmandu" },
          testTimeout: 10_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.{ts,tsx}"],
          globalSetup: "tests/setup/postgres.ts",
          setupFiles: "tests/setup/database.ts",
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "fault",
          include: ["tests/fault/**/*.test.{ts,tsx}"],
          globalSetup: "tests/setup/postgres.ts",
          setupFiles: "tests/setup/database.ts",
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.{ts,tsx}"],
          globalSetup: ["tests/setup/postgres.ts", "tests/setup/application.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
