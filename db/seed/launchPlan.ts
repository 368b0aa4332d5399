import { postService } from "@/modules/post/post.service";
import type { Post } from "@/modules/post/post.types";
import { earlierRelease } from "./earlierRelease";
import { refused } from "./people";
import { person, project, type Scene, type Stage } from "./stage";

const minuteMs = 60_000;

/** One post's life: all that a feed can tell, by how many days ago it happened. */
export function launchPlan(): Map<number, Scene> {
  const plan = new LaunchPlan();
  return new Map<number, Scene>([
    [84, (stage) => plan.write(stage)],
    [66, (stage) => plan.edit(stage, { days: 66, by: 3, body: "Goal: go live before the trade fair." })],
    [58, (stage) => plan.publishByKey(stage)],
    [57, (stage) => plan.unpublish(stage)],
    [44, (stage) => plan.move(stage)],
    [28, (stage) => plan.askForReview(stage)],
    [11, (stage) => plan.helpAsSomebodyElse(stage)],
    [6, (stage) => plan.tryToDelete(stage)],
    [5, (stage) => plan.failByKey(stage)],
    [4, (stage) => plan.publish(stage)],
    [1, (stage) => plan.polish(stage)],
  ]);
}

const polishing = [
  "Go live on the 3rd.",
  "Go live on the 4th.",
  "Go live on the 4th, 9:00 UTC.",
  "Go live on the 4th, 9:00 UTC. Support is on call until noon.",
];

class LaunchPlan {
  private post: Post | undefined;

  async write({ acme, clock }: Stage): Promise<void> {
    const draft = { projectId: project(acme, "Handbook"), title: "Launch plan", body: "Goal: to be agreed." };
    const at = clock.daysAgo(84, 18);
    this.post = await person(acme, 1).act(at, (actor) => postService.create(actor, draft));
  }

  async edit({ acme, clock }: Stage, { days, by, body }: { days: number; by: number; body: string }) {
    const { id: postId } = this.written();
    await person(acme, by).act(clock.daysAgo(days, 19), (actor) => postService.edit(actor, { postId, body }));
  }

  /** What an earlier release kept of where it was published, today's has no field for. */
  async publishByKey(stage: Stage): Promise<void> {
    const actor = await this.websiteSync(stage);
    const metadata = { channel: "newsletter", recipients: 1_204 };
    await earlierRelease.log({
      ...this.about(stage, "Handbook"),
      ...actor,
      action: "post.published",
      metadata,
      occurredAt: stage.clock.daysAgo(58, 19),
    });
  }

  /** Today's release has no such action. */
  async unpublish(stage: Stage): Promise<void> {
    const actor = await person(stage.acme, 1).actor();
    await earlierRelease.log({
      ...this.about(stage, "Handbook"),
      actor,
      organizationId: actor.organizationId,
      action: "post.unpublished",
      metadata: { reason: "The date is wrong" },
      occurredAt: stage.clock.daysAgo(57, 19),
    });
  }

  async move({ acme, clock }: Stage): Promise<void> {
    const target = { postId: this.written().id, projectId: project(acme, "Website relaunch") };
    const at = clock.daysAgo(44, 19);
    await person(acme, 0).act(at, (actor) => postService.move(actor, target));
  }

  async askForReview(stage: Stage): Promise<void> {
    const { organizationId } = await person(stage.acme, 0).actor();
    await earlierRelease.log({
      ...this.about(stage, "Website relaunch"),
      organizationId,
      action: "post.review_due",
      metadata: { unchangedForDays: 30 },
      occurredAt: stage.clock.daysAgo(28, 19),
    });
  }

  async helpAsSomebodyElse({ acme, admin, clock }: Stage): Promise<void> {
    const { id: userId } = await person(acme, 1).actor();
    const { id: postId } = this.written();
    const started = clock.daysAgo(11, 19);
    const at = new Date(started.getTime() + 5 * minuteMs);
    await admin.actAs(userId, started, (impersonating) =>
      impersonating.act(at, (actor) => postService.edit(actor, { postId, title: "Launch plan 2026" })),
    );
  }

  async tryToDelete({ acme, clock }: Stage): Promise<void> {
    const { id: postId } = this.written();
    await person(acme, 2).act(clock.daysAgo(6, 19), (actor) =>
      refused(postService.delete(actor, { postId, reason: "We have a newer one" })),
    );
  }

  async failByKey(stage: Stage): Promise<void> {
    await earlierRelease.log({
      ...this.about(stage, "Website relaunch"),
      ...(await this.websiteSync(stage)),
      action: "post.updated",
      outcome: "failure",
      metadata: { reason: "timeout" },
      occurredAt: stage.clock.daysAgo(5, 19),
    });
  }

  async publish({ acme, clock }: Stage): Promise<void> {
    const { id: postId } = this.written();
    await person(acme, 1).act(clock.daysAgo(4, 19), (actor) => postService.publish(actor, { postId }));
  }

  /** Saved again and again within minutes. */
  async polish({ acme, clock }: Stage): Promise<void> {
    const { id: postId } = this.written();
    const started = clock.daysAgo(1, 19);
    for (const [times, body] of polishing.entries()) {
      const at = new Date(started.getTime() + times * 2.5 * minuteMs);
      await person(acme, 2).act(at, (actor) => postService.edit(actor, { postId, body }));
    }
  }

  /** A program that works with a key of the organization's. */
  private async websiteSync({ acme }: Stage) {
    const { organizationId } = await person(acme, 0).actor();
    return {
      actor: { type: "api_key", id: "key_website_sync", name: "Website sync" },
      organizationId,
    } as const;
  }

  private about({ acme }: Stage, projectName: string) {
    const { id, title } = this.written();
    const related = [{ type: "project", id: project(acme, projectName) }];
    return { resourceType: "post", resourceId: id, resourceName: title, related };
  }

  private written(): Post {
    if (!this.post) throw new Error("The demo's launch plan is not written yet.");
    return this.post;
  }
}
