import { beforeAll, describe, expect, it } from "vitest";
import { layers, reserved, structure } from "@/lint/layers.mjs";
import { brokenCode, brokenImports, brokenStructure, type BrokenTrees } from "./brokenTrees";
import { lintTree, type Diagnostic } from "./lintTree";
import { soundTree } from "./soundTree";

const table = [...layers, ...reserved];
const cases = {
  imports: casesOf(brokenImports),
  structure: casesOf(brokenStructure),
  code: casesOf(brokenCode),
};
let diagnostics: Diagnostic[];

// Each in a tree of its own, all under one folder: the linter starts once.
beforeAll(async () => {
  const files = Object.values(cases)
    .flat()
    .flatMap(({ tree, path, source }): [string, string][] => [
      [`${tree}/package.json`, "{}"],
      [`${tree}/${path}`, source],
    ]);
  diagnostics = await lintTree(Object.fromEntries(files));
});

type Case = { rule: string; path: string; source: string; tree: string };

function casesOf(trees: BrokenTrees): Case[] {
  return Object.entries(trees).flatMap(([rule, files]) =>
    Object.entries(files).map(([path, source], index) => ({ rule, path, source, tree: `${rule}-${index}` })),
  );
}

function foundIn({ tree, path }: Case): Diagnostic[] {
  return diagnostics.filter(({ filename }) => filename === `${tree}/${path}`);
}

function messagesFor(broken: Case): string[] {
  return foundIn(broken).map(({ message }) => message);
}

describe("the table of layers", () => {
  it.each(cases.imports)("$rule: $path must not hold $source", (broken) => {
    const message = table.find(({ name }) => name === broken.rule)?.message;
    const [first, ...others] = messagesFor(broken).filter((text) => text.includes("(layer rule "));
    expect(first).toContain(`${message}: ${broken.path} may not import "`);
    expect(others).toEqual([]);
  });

  it("has a broken tree for every rule", () => {
    expect(Object.keys(brokenImports).sort()).toEqual(table.map(({ name }) => name).sort());
  });

  it("says in every message where the code belongs", () => {
    const silent = table.filter(({ message }) => !/belongs? (in|where)|through|read in/.test(message));
    expect(silent).toEqual([]);
    expect(new Set(table.map(({ message }) => message)).size).toBe(table.length);
  });
});

describe("what holds everywhere", () => {
  it.each(cases.structure)("$rule: $path must not hold $source", (broken) => {
    const message = Object.entries(structure).find(([name]) => name === broken.rule)?.[1];
    expect(messagesFor(broken)).toContainEqual(expect.stringContaining(`${message}: `));
  });

  it("has a broken tree for every rule", () => {
    expect(Object.keys(brokenStructure).sort()).toEqual(Object.keys(structure).sort());
  });
});

describe("the linter's own rules", () => {
  it.each(cases.code)("$rule is an error in $path", (broken) => {
    expect(foundIn(broken).map(({ code }) => code)).toContain(broken.rule);
  });
});

it("finds nothing in a tree that uses every permission", async () => {
  expect(await lintTree(soundTree)).toEqual([]);
});
