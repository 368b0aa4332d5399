import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";
import { callAs, refusedCall, type Case } from "./cases";
import { actorOf, newPost, newProject } from "./world";

export const contentCases: Record<string, Case> = {
  "projectService.create": {
    prepare: ({ member }) =>
      callAs(member, projectService.create, {
        input: { name: "New" },
        action: "project.created",
        resourceType: "project",
      }),
    unchanged: { none: "each call makes another project" },
    refused: refusedCall((world) => world.member, projectService.create, { name: "" }),
  },
  "projectService.rename": {
    prepare: async (world) => {
      const { id } = await newProject(world);
      return callAs(world.member, projectService.rename, {
        input: { projectId: id, name: "Renamed" },
        action: "project.renamed",
        resourceType: "project",
        resourceId: id,
      });
    },
    unchanged: async (world) => {
      const { id, name } = await newProject(world);
      const actor = await actorOf(world.member);
      return () => projectService.rename(actor, { projectId: id, name });
    },
    refused: refusedCall((world) => world.member, projectService.rename, {
      projectId: "x",
      name: "n".repeat(121),
    }),
  },
  "projectService.archive": {
    prepare: async (world) => {
      const { id } = await newProject(world);
      return callAs(world.admin, projectService.archive, {
        input: { projectId: id },
        action: "project.archived",
        resourceType: "project",
        resourceId: id,
      });
    },
    unchanged: async (world) => {
      const { id } = await newProject(world);
      const actor = await actorOf(world.admin);
      await projectService.archive(actor, { projectId: id });
      return () => projectService.archive(actor, { projectId: id });
    },
    refused: refusedCall((world) => world.admin, projectService.archive, {
      projectId: "x",
      actorId: "forged",
    }),
  },
  "projectService.restore": {
    prepare: async (world) => {
      const { id } = await newProject(world);
      await projectService.archive(await actorOf(world.admin), { projectId: id });
      return callAs(world.admin, projectService.restore, {
        input: { projectId: id },
        action: "project.restored",
        resourceType: "project",
        resourceId: id,
      });
    },
    unchanged: async (world) => {
      const { id } = await newProject(world);
      const actor = await actorOf(world.admin);
      return () => projectService.restore(actor, { projectId: id });
    },
    refused: refusedCall((world) => world.admin, projectService.restore, {}),
  },
  "projectService.transfer": {
    prepare: async (world) => {
      const { id } = await newProject(world);
      return callAs(world.admin, projectService.transfer, {
        input: { projectId: id, userId: world.member.id },
        action: "project.transferred",
        resourceType: "project",
        resourceId: id,
      });
    },
    unchanged: async (world) => {
      const { id } = await newProject(world);
      const actor = await actorOf(world.admin);
      return () => projectService.transfer(actor, { projectId: id, userId: world.admin.id });
    },
    refused: refusedCall((world) => world.admin, projectService.transfer, { projectId: "x" }),
  },
  "projectService.delete": {
    prepare: async (world) => {
      const { projectId } = await newPost(world);
      return callAs(world.admin, projectService.delete, {
        input: { projectId },
        action: "project.deleted",
        resourceType: "project",
        resourceId: projectId,
      });
    },
    unchanged: { none: "what is deleted is not found: that is a refusal" },
    refused: refusedCall((world) => world.admin, projectService.delete, { projectId: 7 }),
  },
  "postService.create": {
    prepare: async (world) => {
      const { id: projectId } = await newProject(world);
      const input = { projectId, title: "New", body: "" };
      return callAs(world.member, postService.create, {
        input,
        action: "post.created",
        resourceType: "post",
      });
    },
    unchanged: { none: "each call makes another post" },
    refused: refusedCall((world) => world.member, postService.create, { projectId: "x", title: " " }),
  },
  "postService.edit": {
    prepare: async (world) => {
      const { id } = await newPost(world);
      return callAs(world.admin, postService.edit, {
        input: { postId: id, title: "Q4 plan" },
        action: "post.updated",
        resourceType: "post",
        resourceId: id,
      });
    },
    unchanged: async (world) => {
      const { id, title, body } = await newPost(world);
      const actor = await actorOf(world.member);
      return () => postService.edit(actor, { postId: id, title, body });
    },
    refused: refusedCall((world) => world.member, postService.edit, {
      postId: "x",
      body: "b".repeat(20_001),
    }),
  },
  "postService.publish": {
    prepare: async (world) => {
      const { id } = await newPost(world);
      return callAs(world.member, postService.publish, {
        input: { postId: id },
        action: "post.published",
        resourceType: "post",
        resourceId: id,
      });
    },
    unchanged: async (world) => {
      const { id } = await newPost(world);
      const actor = await actorOf(world.member);
      await postService.publish(actor, { postId: id });
      return () => postService.publish(actor, { postId: id });
    },
    refused: refusedCall((world) => world.member, postService.publish, { postId: null }),
  },
  "postService.move": {
    prepare: async (world) => {
      const { id } = await newPost(world);
      const { id: projectId } = await newProject(world, "Handbook");
      return callAs(world.member, postService.move, {
        input: { postId: id, projectId },
        action: "post.moved",
        resourceType: "post",
        resourceId: id,
      });
    },
    unchanged: async (world) => {
      const { id, projectId } = await newPost(world);
      const actor = await actorOf(world.member);
      return () => postService.move(actor, { postId: id, projectId });
    },
    refused: refusedCall((world) => world.member, postService.move, { postId: "x" }),
  },
  "postService.delete": {
    prepare: async (world) => {
      const { id } = await newPost(world);
      return callAs(world.member, postService.delete, {
        input: { postId: id, reason: "Duplicate" },
        action: "post.deleted",
        resourceType: "post",
        resourceId: id,
      });
    },
    unchanged: { none: "what is deleted is not found: that is a refusal" },
    refused: refusedCall((world) => world.member, postService.delete, {
      postId: "x",
      reason: "r".repeat(501),
    }),
  },
};
