import type { AuditActor, AuditLogInput } from "@/modules/auditLog/auditLog.types";

/** The project whose feed is measured, and its tenant. */
export const project = { type: "project", id: "hot", organizationId: "acme" } as const;

/** How many entries a feed's page has. */
export const pageSize = 25;

const name = "Website 2026";
const toProject = { resourceType: project.type, resourceId: project.id, resourceName: name } as const;

function toPost(number: number, title: string) {
  return { resourceType: "post", resourceId: `hot-post${number}`, resourceName: title, related: [project] };
}

function person(id: string, fullName: string): AuditActor {
  return { type: "user", id, name: fullName, organizationId: project.organizationId };
}

const ana = person("u1", "Ana Lindqvist");
const bo = person("u2", "Bo Nguyen");
const priya = { ...ana, impersonator: { id: "u9", name: "Priya Raman" } };
const nightly: AuditActor = { type: "system", id: null, organizationId: project.organizationId };

const renamed = (from: string, to: string) => ({ name: { from, to } });
const edited = {
  title: { from: "Q3 plan", to: "Q3 plan, second draft" },
  body: {
    from: "What we want by autumn. ".repeat(6),
    to: "What we want by the end of the quarter. ".repeat(6),
  },
};

/** A few days' work, newest first: with a run of repeats, a denied attempt, somebody in another's name. */
const work: AuditLogInput[] = [
  { actor: ana, action: "post.updated", ...toPost(1, "Q3 plan, second draft"), changes: edited },
  { actor: ana, action: "post.updated", ...toPost(1, "Q3 plan"), changes: edited },
  { actor: ana, action: "post.updated", ...toPost(1, "Q3 plan"), changes: edited },
  { actor: bo, action: "post.created", ...toPost(2, "Launch checklist") },
  { actor: bo, action: "project.deleted", ...toProject, outcome: "denied", metadata: { role: "member" } },
  { actor: ana, action: "project.renamed", ...toProject, changes: renamed("Website", name) },
  { actor: priya, action: "post.published", ...toPost(3, "Pricing, explained") },
  {
    actor: bo,
    action: "post.moved",
    ...toPost(4, "Roadmap"),
    metadata: { fromProject: "Handbook", toProject: name },
  },
  { actor: ana, action: "post.deleted", ...toPost(5, "Old draft"), metadata: { reason: "duplicate" } },
  { actor: nightly, action: "project.restored", ...toProject },
  { actor: bo, action: "post.updated", ...toPost(6, "Release notes"), changes: edited },
  { actor: nightly, action: "project.archived", ...toProject },
];

const repetitions = 6;
const minutesBetween = 53;

/** The newest entries of the project: more than a page of them, over the last three days. */
export function recentWork(now: Date): AuditLogInput[] {
  const inputs = Array.from({ length: repetitions }, () => work).flat();
  return inputs.map((input, at) => {
    const isRepeat = at % work.length === 1 || at % work.length === 2;
    const minutes = at * minutesBetween - (isRepeat ? (at % work.length) * (minutesBetween - 2) : 0);
    return { ...input, occurredAt: new Date(now.getTime() - (minutes + 5) * 60_000) };
  });
}
