import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * A mark of when the process started, so that another one that got its number isn't taken for it. Null
 * when there is no such process, or only its remains that nobody has collected yet.
 */
export function startMark(pid: number): string | null {
  const started = process.platform === "linux" ? startOnLinux(pid) : startElsewhere(pid);
  return started === null ? null : createHash("sha256").update(started).digest("hex").slice(0, 16);
}

/** The command a process was started with, as one text; null when this system doesn't tell. */
export function commandLine(pid: number): string | null {
  if (process.platform === "win32") return null;
  if (process.platform === "linux") return readOrNull(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ") ?? "";
  return ps(pid, "command=") ?? "";
}

function startOnLinux(pid: number) {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field is the program's name in parentheses, and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, ticksSinceBoot] = [fields[0], fields[19]];
  if (state === "Z" || state === "X") return null;
  return `${readOrNull("/proc/sys/kernel/random/boot_id") ?? ""} ${ticksSinceBoot ?? ""}`;
}

function startElsewhere(pid: number) {
  if (process.platform === "win32") return answersSignals(pid) ? "running" : null;
  const answer = ps(pid, "stat=,lstart=");
  if (answer === null || answer.startsWith("Z")) return null;
  return answer.slice(answer.indexOf(" ")).trim();
}

function ps(pid: number, columns: string) {
  try {
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    return execFileSync("ps", ["-ww", "-o", columns, "-p", String(pid)], {
      encoding: "utf8",
      env,
    }).trim();
  } catch {
    return null;
  }
}

function answersSignals(pid: number) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function readOrNull(file: string) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
