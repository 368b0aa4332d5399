import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { GET } from "@/app/api/audit/live/route";
import { db } from "@/db/drizzle";
import { authService } from "@/modules/auth/auth.service";
import { memberTable } from "@/modules/organization/organization.schema";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";
import { patience } from "@/tests/setup/patience";
import { Listener, listeningPids, markNow } from "./auditLogLiveSupport";
import { createAccount, createOrganization, join, origin, updateUser, type Browser } from "./authSupport";

type Query = { resourceType?: string; resourceId: string; since?: string };

/** A member of an organization with a project, and what the route answers their browser. */
async function createMember() {
  const account = await createAccount();
  const organizationId = await createOrganization(`Tenant of ${account.name}`);
  await join({ userId: account.id, organizationId, role: "owner" });
  const actor = await account.browser.signedIn();
  const project = await projectService.create(actor, { name: "Handbook" });
  return { ...account, actor, organizationId, project };
}

type Member = Awaited<ReturnType<typeof createMember>>;
let ana: Member;
let erik: Member;

beforeAll(async () => {
  [ana, erik] = [await createMember(), await createMember()];
});

async function ask(browser: Browser | null, query: Query, init: RequestInit = {}): Promise<Response> {
  const all = { resourceType: "project", since: await markNow(), ...query };
  const url = `${origin}/api/audit/live?${new URLSearchParams(all).toString()}`;
  const request = new Request(url, { ...init, headers: browser?.headers ?? new Headers() });
  return GET(request, { params: Promise.resolve({}) });
}

async function listen(member: Member, query: Query): Promise<Listener> {
  const response = await ask(member.browser, query);
  if (response.body === null || !response.ok) throw new Error(`${response.status} is no stream`);
  const listener = new Listener(response.body);
  await expect.poll(listeningPids, patience).toHaveLength(1);
  return listener;
}

const problemSchema = z.object({ status: z.number(), code: z.string() });

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  const problem = problemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}

it("answers a member with a stream that nothing in between keeps back", async () => {
  const response = await ask(ana.browser, { resourceId: ana.project.id });
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "text/event-stream",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  });
  await response.body?.cancel();
});

it("tells of what happens to a project and in it, also by its id in capitals", async () => {
  const { actor, project } = ana;
  const listeners = [
    await listen(ana, { resourceId: project.id }),
    await listen(ana, { resourceId: project.id.toUpperCase() }),
  ];
  await postService.create(actor, { projectId: project.id, title: "Q3" });
  await expect.poll(() => listeners.map(({ news }) => news.length), patience).toEqual([1, 1]);
});

it("tells of what is left of a deleted post", async () => {
  const { actor, project } = ana;
  const { id: postId } = await postService.create(actor, { projectId: project.id, title: "Soon gone" });
  const listener = await listen(ana, { resourceType: "post", resourceId: postId });
  await postService.delete(actor, { postId });
  await expect.poll(() => listener.news.length, patience).toBe(1);
  await listen(ana, { resourceType: "post", resourceId: postId });
});

describe("ends, and tells nothing more,", () => {
  const reasons: [string, (member: Member) => Promise<unknown>][] = [
    ["the session ended", ({ browser }) => authService.signOut(browser)],
    ["its person was banned", ({ id }) => updateUser(id, { banned: true })],
    [
      "its person left the organization",
      ({ id, organizationId }) =>
        db
          .delete(memberTable)
          .where(and(eq(memberTable.userId, id), eq(memberTable.organizationId, organizationId))),
    ],
    [
      "its person works in another organization",
      async ({ id, actor, browser }) => {
        const organizationId = await createOrganization("Another");
        await join({ userId: id, organizationId });
        await authService.switchOrganization(actor, { organizationId, headers: browser.headers });
      },
    ],
  ];

  it.each(reasons)("once %s", async (_, happens) => {
    const member = await createMember();
    const listener = await listen(member, { resourceId: member.project.id });
    await happens(member);
    await projectService.rename(member.actor, { projectId: member.project.id, name: "Secret" });
    await expect.poll(() => listener.isEnded, patience).toBe(true);
    expect(listener.told).toEqual([]);
  });
});

describe("refuses", () => {
  it("whoever is not signed in", async () => {
    const answer = await ask(null, { resourceId: ana.project.id });
    expect(await problemOf(answer)).toMatchObject({ status: 401, code: "unauthenticated" });
  });

  it("another tenant's things as what there is not, and what has no feed of its own", async () => {
    const unknown = "0193b3f0-0000-7000-8000-000000000000";
    const { actor, project } = erik;
    const post = await postService.create(actor, { projectId: project.id, title: "Erik's" });
    const deleted = await postService.create(actor, { projectId: project.id, title: "Erik's too" });
    await postService.delete(actor, { postId: deleted.id });
    const queries: Query[] = [
      { resourceId: unknown },
      { resourceId: "no-id" },
      { resourceId: project.id },
      { resourceType: "post", resourceId: post.id },
      { resourceType: "post", resourceId: deleted.id },
      { resourceType: "organization", resourceId: ana.organizationId },
      { resourceType: "user", resourceId: ana.id },
      { resourceType: "constructor", resourceId: ana.project.id },
    ];
    const answers = await Promise.all(queries.map((query) => ask(ana.browser, query)));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual(queries.map(() => 404));
    expect(new Set(bodies).size).toBe(1);
  });

  it("what is no mark, and parameters it does not know", async () => {
    const garbled = await ask(ana.browser, { resourceId: ana.project.id, since: "garbage" });
    expect(await problemOf(garbled)).toMatchObject({ status: 400, code: "invalid_input" });
    const more = { resourceId: ana.project.id, organizationId: erik.organizationId };
    expect(await problemOf(await ask(ana.browser, more))).toMatchObject({ status: 400 });
  });

  it("a seventh stream of one person, until one has ended", async () => {
    const { browser, project } = await createMember();
    const open = () => ask(browser, { resourceId: project.id });
    const six = await Promise.all(Array.from({ length: 6 }, open));
    const seventh = await open();
    expect(seventh.headers.get("retry-after")).toBe("60");
    expect(await problemOf(seventh)).toMatchObject({ status: 429, code: "rate_limited" });
    for (const { body } of six) await body?.cancel();
    const again = await open();
    expect(again.status).toBe(200);
    await again.body?.cancel();
  });
});

it("holds nothing for a client that is gone, nor for one that asks for the headers alone", async () => {
  const head = await ask(ana.browser, { resourceId: ana.project.id }, { method: "HEAD" });
  expect({ status: head.status, body: head.body }).toEqual({ status: 200, body: null });
  const client = new AbortController();
  const answer = await ask(ana.browser, { resourceId: ana.project.id }, { signal: client.signal });
  expect(answer.status).toBe(200);
  client.abort();
  await expect.poll(listeningPids, patience).toEqual([]);
});
