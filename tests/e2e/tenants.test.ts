import { beforeAll, describe, expect, it } from "vitest";
import { openDatabase, snapshot, withEntries, type Entry } from "./support/database";
import { actionNames, pagePaths, routeMethods } from "./support/inventory";
import type { Answer } from "./support/visitor";
import { actions, actionsWithoutId } from "./tenants/actions";
import type { Case } from "./tenants/cases";
import { pages } from "./tenants/pages";
import { routes } from "./tenants/routes";
import { absentIds, makeWorld, namesOf, type World } from "./tenants/world";

const sql = openDatabase();
let world: World;
let names: string[];

beforeAll(async () => {
  world = await makeWorld(sql);
  names = await namesOf(sql, { of: "Acme Studio", notOf: "Fjord Labs" });
});

it("knows every page, route and server action there is", () => {
  expect(Object.keys(pages).sort()).toEqual(pagePaths.toSorted());
  expect(Object.keys(routes).sort()).toEqual(routeMethods.toSorted());
  expect([...Object.keys(actions), ...actionsWithoutId].sort()).toEqual(actionNames.toSorted());
});

it("knows Acme's names", () => {
  expect(names).toContain("Acme Studio");
  expect(names).toContain("ana@demo.example");
  expect(names.length).toBeGreaterThan(20);
});

describe.each([
  { kind: "actions", cases: actions },
  { kind: "routes", cases: routes },
  // After the others: by now there are refused attempts on the foreign ids in Fjord's own log.
  { kind: "pages", cases: pages },
])("$kind answer another tenant's ids as they answer ids of nothing", ({ cases }) => {
  const list = Object.entries(cases).flatMap(([name, each]) => each.map((one) => ({ name, ...one })));

  it.each(list)("$name, $of", async (each) => {
    const before = await rowsOfAcme();
    const foreign = await probe(each, world.acme[each.of]);
    const unknown = await probe(each, absentIds().unknown);
    const malformed = await probe(each, absentIds().malformed);
    expect(await rowsOfAcme()).toEqual(before);

    expect(foreign.answer).toEqual(unknown.answer);
    const refused = { ...malformed.answer, status: each.malformed };
    expect(malformed.answer).toEqual(each.malformed ? refused : foreign.answer);
    expect(foreign.entries).toEqual(unknown.entries);
    // Some paths refuse what is no id at all before anything could be recorded.
    const isRecorded = !each.malformed && malformed.entries.length > 0;
    expect(isRecorded ? malformed.entries : foreign.entries).toEqual(foreign.entries);
    for (const { organization_id, actor_name } of foreign.written)
      expect({ organization_id, actor_name }).toEqual({
        organization_id: world.fjord.organization,
        actor_name: "Erik Nilsen",
      });
  });
});

async function probe({ send }: Case, id: string) {
  const { result, entries } = await withEntries(sql, () => send(world, id));
  expect(result.status, result.body).toBeLessThan(500);
  const seen = result.body + JSON.stringify([...result.headers]) + JSON.stringify(entries);
  expect(names.filter((name) => seen.includes(name))).toEqual([]);
  const masked = (text: string) => mask(text, id);
  return {
    answer: comparable(result, masked),
    written: entries,
    entries: entries.filter((entry) => !isPlainRead(entry)).map((entry) => withoutIds(entry, masked)),
  };
}

/** Opening the console is recorded once in ten minutes: which request it was is chance. */
function isPlainRead({ action, metadata }: Entry): boolean {
  return action === "audit_log.viewed" && JSON.stringify(metadata) === '{"query":""}';
}

const nobody = "00000000-0000-0000-0000-000000000000";

function mask(text: string, id: string): string {
  const aliases = [...world.aliases, [id, "<id>"], [id.toUpperCase(), "<id>"], [nobody, "<id>"]] as const;
  return aliases.reduce((masked, [from, to]) => masked.replaceAll(from, to), text);
}

const changing = [
  "connection",
  // Of an export: its file's name tells the instant.
  "content-disposition",
  "content-length",
  "date",
  "etag",
  "keep-alive",
  "set-cookie",
  "x-nextjs-cache",
];

/** What an answer says. A page that is shown holds a feed that goes on, so of it only its status counts. */
function comparable({ status, headers, body }: Answer, masked: (text: string) => string) {
  const said = [...headers].filter(([name]) => !changing.includes(name));
  const isShown = status === 200 && headers.get("content-type")?.startsWith("text/html");
  const cookies = headers.getSetCookie().map((cookie) => cookie.split("=")[0]);
  return {
    status,
    cookies,
    headers: masked(JSON.stringify(said)),
    body: isShown ? "" : masked(withoutChunks(body)),
  };
}

/** Where a streamed page is cut into pieces depends on the moment alone. */
function withoutChunks(html: string): string {
  return html.replaceAll('"])</script><script>self.__next_f.push([1,"', "");
}

function withoutIds(entry: Entry, masked: (text: string) => string): unknown {
  return JSON.parse(masked(JSON.stringify({ ...entry, actor_id: null })));
}

/** Every row that names Acme, one of its people or something of it. */
async function rowsOfAcme() {
  const ids = Object.values(world.acme);
  const rows = Object.entries(await snapshot(sql));
  return rows.map(([table, all]) => [
    table,
    all.filter((row) => ids.some((id) => JSON.stringify(row).includes(id))),
  ]);
}
