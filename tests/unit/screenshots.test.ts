import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, listFiles, toIndex } from "@/tests/setup/screenshots/album";
import { requireEveryPage } from "@/tests/setup/screenshots/pictures";

it("has a picture of every page of app/", () => {
  expect(requireEveryPage).not.toThrow();
});

it("keeps each picture, its index, and nothing else", () => {
  expect(readdirSync(folder).toSorted()).toEqual([...listFiles(), "README.md"].toSorted());
  expect(readFileSync(join(folder, "README.md"), "utf8")).toBe(toIndex());
});

it("keeps them small enough for a repository", () => {
  const sizes = listFiles().map((file) => statSync(join(folder, file)).size);
  expect(Math.max(...sizes)).toBeLessThan(80_000);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(5_000_000);
});
