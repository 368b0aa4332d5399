// Prints the closing line of a test run from vitest's JSON report; fails unless every test there is passed.
import { existsSync, readFileSync } from "node:fs";

const [path] = process.argv.slice(2);
const report = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { testResults: [] };

const tests = report.testResults.flatMap((file) => file.assertionResults);
const count = (...statuses) => tests.filter(({ status }) => statuses.includes(status)).length;
// A file that fails before its tests are known has none to count.
const brokenFiles = report.testResults.filter(
  (file) => file.status === "failed" && file.assertionResults.every(({ status }) => status !== "failed"),
);

const passed = count("passed");
const failed = count("failed") + brokenFiles.length;
const skipped = tests.length - passed - count("failed");

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = passed > 0 && failed === 0 && skipped === 0 ? 0 : 1;
