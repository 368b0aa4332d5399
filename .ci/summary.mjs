// Names what did not pass in vitest's JSON report, then prints the counts; fails unless every test there passed.
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

const firstLines = (messages) => messages.join("\n").split("\n").slice(0, 12).join("\n    ");
for (const file of report.testResults) {
  for (const { status, fullName, failureMessages } of file.assertionResults) {
    if (status !== "passed") {
      console.log(`${status}: ${file.name}: ${fullName}\n    ${firstLines(failureMessages ?? [])}`);
    }
  }
}
for (const { name, message } of brokenFiles)
  console.log(`failed: ${name}\n    ${firstLines([message ?? ""])}`);

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = passed > 0 && failed === 0 && skipped === 0 ? 0 : 1;
