import { randomBytes, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { openDatabase, withEntries } from "./support/database";
import { textOf } from "./support/forms";
import { Visitor } from "./support/visitor";
import { makeTenant, type NewTenant } from "./tenants/newTenant";

const sql = openDatabase();
const secret = `Merger with Nordlys ${randomBytes(4).toString("hex")}`;
let erik: Visitor;
let other: NewTenant;

beforeAll(async () => {
  erik = await Visitor.signIn("erik@demo.example");
  other = await makeTenant(sql);
  const { owner, post, entry } = other;
  const done = [
    await owner.json("PATCH", `/api/posts/${post}`, { title: secret }),
    await owner.json("DELETE", `/api/posts/${post}`, { reason: `Too early: ${secret}` }),
    await owner.ask(`/admin/audit/${entry}`),
  ];
  if (done.some(({ status }) => status > 204)) throw new Error("There is nothing to be kept secret");
});

const nothing = () => `Nothing is called ${randomBytes(4).toString("hex")}`;

type Wanted = { what: string; foreign: () => string; absent: () => string; lines: string[] };
const wanted: Wanted[] = [
  {
    what: "a person’s id",
    foreign: () => other.user,
    absent: randomUUID,
    lines: ["actor:? created:all", "-actor:? -action:audit_log.*", "resource:user/?", "? created:all"],
  },
  {
    what: "a person’s name",
    foreign: () => other.name,
    absent: nothing,
    lines: ['actor:"?" created:all', '"?" created:all'],
  },
  {
    what: "an organization’s id",
    foreign: () => other.organization,
    absent: randomUUID,
    lines: ["organization:?", "resource:organization/?", "? created:90d"],
  },
  {
    what: "an organization’s name",
    foreign: () => other.name,
    absent: nothing,
    lines: ['organization:"?"', '-organization:"?"', '"?" created:90d'],
  },
  {
    what: "a post’s id",
    foreign: () => other.post,
    absent: randomUUID,
    lines: [
      "resource:post/?",
      "-resource:post/? created:7d -action:audit_log.*",
      "?",
      "-? created:24h -action:audit_log.*",
    ],
  },
  {
    what: "a deleted post’s last title",
    foreign: () => secret,
    absent: nothing,
    lines: ['"?" created:all', '-"?" created:7d -action:audit_log.*', 'action:post.* "?"'],
  },
  {
    what: "an entry’s id",
    foreign: () => other.entry,
    absent: randomUUID,
    lines: ["request:?", "resource:audit_log_entry/?", "?"],
  },
];

describe.each(wanted)("the console searched for $what", ({ foreign, absent, lines }) => {
  it.each(lines)("says the same of another tenant’s as of nothing’s: %s", async (line) => {
    expect(await search(line, foreign())).toEqual(await search(line, absent()));
  });
});

it.each(wanted)("the console finds $what for those whose it is", async ({ foreign, lines }) => {
  const pages = lines.map(async (line) => (await other.owner.ask(hrefOf(line, foreign()))).body);
  expect((await Promise.all(pages)).some((body) => body.includes("data-entry-id="))).toBe(true);
});

/** All that Fjord's owner reads, and what their log says of it, with a mark for what was searched for. */
async function search(line: string, value: string) {
  const { result, entries } = await withEntries(sql, () => erik.ask(hrefOf(line, value)));
  const logged = entries.map(({ action, metadata }) => JSON.stringify({ action, metadata }));
  const said = [...textsOf(result.body), ...logged].map((text) => text.replaceAll(value, "?"));
  // In no order: where a part that came later was put into the stream is chance.
  return { status: result.status, said: said.sort() };
}

// Whether a part's placeholder is sent depends on how quick the part was.
const placeholder = /^(Loading|Counting) the .*…$/;

function textsOf(html: string): string[] {
  const timeless = html.replaceAll(/<(script|style|time)\b.*?<\/\1>/gs, "");
  return timeless
    .split(/<[^>]*>/)
    .map(textOf)
    .filter((text) => text !== "" && !placeholder.test(text));
}

function hrefOf(line: string, value: string): string {
  return `/admin/audit?${new URLSearchParams({ q: line.replace("?", value) }).toString()}`;
}
