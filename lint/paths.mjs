import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const expressions = new Map();

/** Whether a path without extension is one of the table's patterns. */
export function matches(path, patterns = []) {
  return patterns.some((pattern) => {
    if (!expressions.has(pattern)) expressions.set(pattern, toExpression(pattern));
    return expressions.get(pattern).test(path);
  });
}

function toExpression(pattern) {
  const wildcards = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*" };
  const source = pattern
    .replace(/[.+?^$()[\]\\]/g, String.raw`\$&`)
    .replace(/\*\*\/|\*\*|\*/g, (wildcard) => wildcards[wildcard]);
  return new RegExp(`^${source}$`);
}

const roots = new Map();

// The nearest package.json, not the working directory: the linter may be run from a subfolder, and the
// tests lint small trees of their own.
function findRoot(folder) {
  if (!roots.has(folder)) {
    const isRoot = existsSync(join(folder, "package.json")) || folder === dirname(folder);
    roots.set(folder, isRoot ? folder : findRoot(dirname(folder)));
  }
  return roots.get(folder);
}

/** A file's path from the project's root, with slashes. */
export function projectPath(filename) {
  return toSlashes(relative(findRoot(dirname(filename)), filename));
}

export function withoutExtension(path) {
  return path.replace(/\.[cm]?[jt]sx?$/, "");
}

/** The path from the root that a specifier names; null for a package. */
export function resolveSpecifier(specifier, importer) {
  if (specifier.startsWith("@/")) return withoutExtension(toSlashes(join(specifier.slice(2))));
  if (specifier.startsWith(".")) return withoutExtension(toSlashes(join(dirname(importer), specifier)));
  return null;
}

function toSlashes(path) {
  return path.split(sep).join("/");
}
