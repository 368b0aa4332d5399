import { postService } from "@/modules/post/post.service";
import type { Post } from "@/modules/post/post.types";
import type { Clock } from "./clock";
import { refused, type Visitor } from "./people";
import type { Tenant } from "./tenant";

const subjects = [
  "Q3 plan",
  "Launch checklist",
  "Interview notes",
  "Release announcement",
  "Pricing page copy",
  "Retrospective",
  "Customer story",
  "Onboarding guide",
  "Security review",
  "Roadmap draft",
  "Support macros",
  "Brand voice",
  "Hiring plan",
  "Incident summary",
];
const additions = [
  "Added the numbers.",
  "Shortened the opening.",
  "Answered the open questions.",
  "Fixed the dates.",
];

type Workday = { tenant: Tenant; clock: Clock; days: number; posts: Post[] };

/** One day of ordinary work in an organization. `posts` is what there is to work on, and is kept up to date. */
export async function workOneDay(day: Workday): Promise<void> {
  const worker = day.clock.pick(day.tenant.people);
  if (!worker) return;
  if (day.days % 4 === 0) await worker.signInAgain(day.clock.daysAgo(day.days, 8));
  for (const hour of workingHours(day)) {
    const author = day.clock.pick(day.tenant.people) ?? worker;
    await workOnce(day, author, day.clock.daysAgo(day.days, hour));
  }
}

/** Some weeks are busier than others, and weekends quiet. */
function workingHours({ clock, days }: Workday): number[] {
  const isWeekend = [0, 6].includes(clock.daysAgo(days, 12).getUTCDay());
  const busyness = isWeekend ? 0.06 : 0.3 + 0.2 * Math.sin(days / 5);
  return [9, 10, 11, 12, 13, 14, 15, 16].filter(() => clock.random() < busyness);
}

async function workOnce(day: Workday, author: Visitor, at: Date): Promise<void> {
  const post = day.clock.pick(day.posts);
  const chance = day.clock.random();
  if (!post || chance < 0.3) return write(day, author, at);
  if (chance < 0.7) return edit(day, author, { post, at });
  if (chance < 0.82) return publish(day, author, { post, at });
  if (chance < 0.9) return move(day, author, { post, at });
  return remove(day, author, { post, at });
}

async function write(day: Workday, author: Visitor, at: Date): Promise<void> {
  const projectId = day.clock.pick([...day.tenant.projects.values()]) ?? "";
  const title = day.clock.pick(subjects) ?? "Notes";
  const post = await author.act(at, (actor) =>
    postService.create(actor, { projectId, title, body: `${title}: what we know, and what we need.` }),
  );
  day.posts.push(post);
}

type Work = { post: Post; at: Date };

async function edit(day: Workday, author: Visitor, { post, at }: Work): Promise<void> {
  const addition = day.clock.pick(additions) ?? "";
  const fields =
    day.clock.random() < 0.5
      ? { title: `${post.title.split(" – ")[0]} – draft ${1 + Math.floor(day.clock.random() * 9)}` }
      : { body: `${post.body}\n${addition}`.slice(-300) };
  const edited = await author.act(at, (actor) => postService.edit(actor, { postId: post.id, ...fields }));
  replace(day, edited);
  // Whoever reads a text again finds something.
  const again = new Date(at.getTime() + 3 * 60_000);
  const isOnTheHour = again.getUTCHours() === at.getUTCHours();
  if (isOnTheHour && day.clock.random() < 0.3) await edit(day, author, { post: edited, at: again });
}

async function publish(day: Workday, author: Visitor, { post, at }: Work): Promise<void> {
  replace(day, await author.act(at, (actor) => postService.publish(actor, { postId: post.id })));
}

async function move(day: Workday, author: Visitor, { post, at }: Work): Promise<void> {
  const projectId = day.clock.pick([...day.tenant.projects.values()]) ?? post.projectId;
  replace(day, await author.act(at, (actor) => postService.move(actor, { postId: post.id, projectId })));
}

/** Members may delete their own posts only: a refusal stands in the log as well. */
async function remove(day: Workday, author: Visitor, { post, at }: Work): Promise<void> {
  await author.act(at, async (actor) => {
    await refused(postService.delete(actor, { postId: post.id, reason: "Out of date" }));
    const posts = await postService.list(actor, { projectId: post.projectId });
    if (!posts.some(({ id }) => id === post.id)) day.posts.splice(day.posts.indexOf(post), 1);
  });
}

function replace(day: Workday, post: Post): void {
  const at = day.posts.findIndex(({ id }) => id === post.id);
  if (at >= 0) day.posts[at] = post;
}
