import { beforeAll, describe, expect, it } from "vitest";
import { exportFormats } from "@/modules/auditLog/export/export.types";
import { openDatabase } from "./support/database";
import { pagePaths, routeMethods } from "./support/inventory";
import { pageRows } from "./tenants/matrix/pages";
import { send, toldBy, type Row } from "./tenants/matrix/requests";
import { routeRows } from "./tenants/matrix/routes";
import { makeStage, viewers, type Stage, type ViewerName } from "./tenants/matrix/viewers";
import { makePost, makeProject, type World } from "./tenants/world";

const sql = openDatabase();
let stage: Stage;

beforeAll(async () => {
  stage = await makeStage(sql);
});

it("has every page and route there is", () => {
  expect(Object.keys(pageRows).sort()).toEqual(pagePaths.toSorted());
  expect(Object.keys(routeRows).sort()).toEqual(routeMethods.toSorted());
});

describe.each([
  { kind: "pages", rows: pageRows },
  { kind: "routes", rows: routeRows },
])("$kind tell each viewer what is theirs, and nothing of another tenant's", ({ rows }) => {
  const list = Object.entries(rows).flatMap(([name, each]) => each.map((row, at) => ({ name, at, ...row })));

  it.each(list)("$name, $at", async (row) => {
    for (const at of row.requests(stage.world).keys()) {
      const answers = [];
      for (const viewer of viewers) answers.push(await ask(viewer, row, at));
      const told = Object.fromEntries(answers.map((answer) => [answer.viewer, answer.told]));
      expect(told, answers[0]?.request).toEqual(row.told);
      expect(answers.filter(({ leaked }) => leaked.length > 0)).toEqual([]);
    }
  });
});

it.each([
  { viewer: "operator", told: ["stranger", "owner"] },
  { viewer: "owner", told: ["stranger"] },
  { viewer: "stranger", told: ["owner"] },
] as const)("what is looked for can be found: $viewer is told it", async ({ viewer, told }) => {
  for (const format of exportFormats) {
    const { body } = await stage.viewers[viewer].ask(`/api/audit/export?q=created:all&format=${format}`);
    for (const other of told) {
      const found = stage.foreign[other].filter((text) => body.includes(text));
      expect(found.length, `${format}, kept from ${other}`).toBeGreaterThan(20);
    }
  }
});

/** What each tenant's people asked for, and so may read of in their own log. */
const asked = { acme: "", fjord: "" };

async function ask(viewer: ViewerName, { requests }: Row, at: number) {
  const [plain = ""] = requests(stage.world).slice(at);
  const request = plain.startsWith("GET ") ? plain : (requests(await withFreshThings())[at] ?? "");
  const tenant = viewer === "stranger" ? "fjord" : "acme";
  asked[tenant] += `${request} `;
  const answer = await send(stage.viewers[viewer], request);
  const said = answer.body + JSON.stringify([...answer.headers]);
  const leaked = stage.foreign[viewer].filter((text) => said.includes(text) && !asked[tenant].includes(text));
  return { viewer, request, told: toldBy(answer), leaked };
}

/** What one viewer changes, the next one finds as it was. */
async function withFreshThings(): Promise<World> {
  const { world } = stage;
  const project = await makeProject(world.ana);
  return { ...world, acme: { ...world.acme, project, post: await makePost(world.ana, project) } };
}
