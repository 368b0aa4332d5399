import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { connect } from "./auditLogSupport";
import { entriesOf, fileOf, runImport } from "./auditLogImportSupport";

const guide = readFileSync("docs/import.md", "utf8");

/** The options of the command that the guide gives for a source. */
function optionsFor(source: string): string[] {
  const commands = guide.split("```sh\n").map((block) => block.split("\n```")[0] ?? "");
  const command = commands.find(
    (text) => text.startsWith(`npm run audit -- import ${source} `) && !text.includes("--dry-run"),
  );
  const words = command?.replaceAll("\\\n", " ").match(/"[^"]*"|\S+/g) ?? [];
  return words.slice(5).map((word) => word.replaceAll('"', ""));
}

it("takes a table of who, what and when as the guide says", async () => {
  const table = /create table activity[^]*?;/.exec(guide)?.[0] ?? "";
  await connect().unsafe(`${table}
    insert into activity (user_id, event, post_id, account_id, details, created_at) values
      (1, 'create', 7, 42, '{"size": 3}', '2024-03-01 10:20:30.123456'), (1, 'logout', null, 42, null, '2024-03-01 10:20:31')`);
  expect(await runImport(optionsFor("--table activity"))).toMatchObject({ code: 0 });
  expect(await entriesOf("42")).toMatchObject([
    { actor_id: "1", action: "post.created", resource_type: "post", resource_id: "7", metadata: { size: 3 } },
    { actor_id: "1", action: "logout", resource_type: "application", resource_id: "main", metadata: {} },
  ]);
});

it("takes PaperTrail's versions as the guide says", async () => {
  await connect()
    .unsafe(`create table versions (id bigserial primary key, item_type varchar, item_id bigint, event varchar,
      whodunnit varchar, object text, object_changes text, created_at timestamp(6));
    insert into versions (item_type, item_id, event, whodunnit, object, object_changes, created_at) values
      ('Post', 7, 'create', '1', null, '{"title":[null,"Q3"]}', '2024-03-01 10:20:30'),
      ('Post', 7, 'destroy', '1', '{"title":"Q3"}', null, '2024-03-01 10:20:30')`);
  expect(await runImport(optionsFor("--table versions"))).toMatchObject({ code: 0 });
  expect(await entriesOf("acme")).toMatchObject([
    {
      action: "post.created",
      resource_type: "Post",
      changes: { title: { from: null, to: "Q3" } },
      metadata: {},
    },
    { action: "Post.destroy", resource_type: "Post", changes: null },
  ]);
  await connect()`insert into versions (item_type, item_id, event, object_changes, created_at)
    values ('Post', 7, 'update', ${"---\ntitle:\n- CANARY\n- b\n"}, now())`;
  const { code, complained } = await runImport(optionsFor("--table versions"));
  expect(code).toBe(1);
  expect(complained).toMatch(/ended at row id 3: changes is no JSON object\./);
  expect(complained).not.toContain("CANARY");
});

it("takes another service's events as the guide says", async () => {
  const events = guide.split("```json\n")[1]?.split("```")[0] ?? "";
  const [, ...options] = optionsFor("events.ndjson");
  const file = await fileOf(events.replaceAll('"acme"', '"globex"'), "events.ndjson");
  expect(await runImport([file, ...options])).toMatchObject({
    code: 0,
  });
  expect(await entriesOf("globex")).toMatchObject([
    {
      actor_id: "u1",
      actor_name: "Ana",
      action: "user.login",
      resource_type: "user",
      resource_id: "u1",
      resource_name: "Ana",
      ip: "192.0.2.7",
      metadata: { method: "sso" },
    },
  ]);
});
