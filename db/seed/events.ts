import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { authService } from "@/modules/auth/auth.service";
import { billingService } from "@/modules/billing/billing.service";
import { organizationService } from "@/modules/organization/organization.service";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";
import { userService } from "@/modules/user/user.service";
import { refused } from "./people";
import { person, project, type Scene, type Stage } from "./stage";

/** What is worth asking the log about, by how many days ago it happened: in the evening, after the day's work. */
export const events = new Map<number, Scene>([
  [80, ({ acme, clock }) => signInWrongly(person(acme, 1).person.email, clock.daysAgo(80, 18))],
  [74, ({ clock }) => signInWrongly("nobody@demo.example", clock.daysAgo(74, 18))],
  [70, promoteAdministrator],
  [60, archiveNewsletter],
  [45, renameProject],
  [35, deleteProject],
  [30, loseMember],
  [22, banAndForgive],
  [15, choosePlan],
  [12, helpAsSomebodyElse],
  [6, tryToDeleteProject],
  [3, inviteGustav],
]);

async function promoteAdministrator({ acme, clock }: Stage) {
  const carla = await person(acme, 2).actor();
  const owner = person(acme, 0);
  await owner.act(clock.daysAgo(70, 18), (actor) =>
    organizationService.changeMemberRole(actor, { userId: carla.id, role: "admin" }),
  );
  await owner.act(clock.daysAgo(70, 20), (actor) =>
    organizationService.changeMemberRole(actor, { userId: carla.id, role: "member" }),
  );
}

async function archiveNewsletter({ acme, clock }: Stage) {
  const projectId = project(acme, "Old newsletter");
  await person(acme, 1).act(clock.daysAgo(60, 18), (actor) => projectService.archive(actor, { projectId }));
  acme.projects.delete("Old newsletter");
}

async function renameProject({ acme, clock }: Stage) {
  const projectId = project(acme, "Website relaunch");
  const bo = await person(acme, 1).actor();
  await person(acme, 0).act(clock.daysAgo(45, 18), async (actor) => {
    await projectService.rename(actor, { projectId, name: "Website 2026" });
    await projectService.transfer(actor, { projectId, userId: bo.id });
  });
}

async function deleteProject({ acme, clock, posts }: Stage) {
  const projectId = project(acme, "Summer fair");
  await person(acme, 1).act(clock.daysAgo(35, 18), (actor) => projectService.delete(actor, { projectId }));
  acme.projects.delete("Summer fair");
  const kept = posts.filter((post) => post.projectId !== projectId);
  posts.splice(0, posts.length, ...kept);
}

/** A colleague leaves and deletes the account: the history keeps the name. */
async function loseMember({ acme, clock }: Stage) {
  const [leaving] = acme.people.splice(3, 1);
  await leaving?.act(clock.daysAgo(30, 18), (actor) => userService.delete(actor, { userId: actor.id }));
}

async function banAndForgive({ fjord, admin, clock }: Stage) {
  const { id: userId } = await person(fjord, 1).actor();
  await admin.act(clock.daysAgo(22, 18), (actor) => userService.ban(actor, { userId, reason: "Chargeback" }));
  await admin.act(clock.daysAgo(22, 20), (actor) => userService.unban(actor, { userId }));
  await person(fjord, 1).signInAgain(clock.daysAgo(21, 7));
}

function choosePlan({ acme, clock }: Stage) {
  return person(acme, 0).act(clock.daysAgo(15, 18), (actor) =>
    billingService.changePlan(actor, { plan: "business" }),
  );
}

async function helpAsSomebodyElse({ acme, admin, clock, posts }: Stage) {
  const { id: userId } = await person(acme, 1).actor();
  const [post] = posts;
  const started = clock.daysAgo(12, 18);
  await admin.actAs(userId, started, async (impersonating) => {
    if (!post) return;
    const title = `${post.title} (layout repaired)`;
    const at = new Date(started.getTime() + 5 * 60_000);
    posts[0] = await impersonating.act(at, (actor) => postService.edit(actor, { postId: post.id, title }));
  });
}

function tryToDeleteProject({ acme, clock }: Stage) {
  const projectId = project(acme, "Handbook");
  return person(acme, 2).act(clock.daysAgo(6, 18), (actor) =>
    refused(projectService.delete(actor, { projectId })),
  );
}

function inviteGustav({ acme, clock }: Stage) {
  const invitation = { email: "gustav@demo.example", role: "member" } as const;
  return person(acme, 0).act(clock.daysAgo(3, 18), (actor) => organizationService.invite(actor, invitation));
}

function signInWrongly(email: string, at: Date) {
  const wrong = { email, password: "not-the-password" };
  return auditLogService.occurringAt(at, () =>
    refused(authService.signIn(wrong, { headers: new Headers() })),
  );
}
