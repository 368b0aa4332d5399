import { actionIdOf } from "@/tests/e2e/support/build";
import { form, replaceIn, type Case } from "./cases";
import { idIn, type World } from "./world";

/** Every server action that is told an id, by its form or by the page it stands on. */
export const actions: Record<string, Case[]> = {
  "_shell#switchOrganization": [
    {
      of: "organization",
      send: ({ erik }, id) =>
        erik.post("/projects", {
          [`$ACTION_ID_${actionIdOf("_shell#switchOrganization")}`]: "",
          organizationId: id,
        }),
    },
  ],
  "account#acceptInvitation": [
    {
      of: "invitation",
      send: async ({ erik, nora, fjord }, id) => {
        const own = await nora.form("/account", "account#acceptInvitation");
        return erik.post("/account", replaceIn(own, { own: fjord.invitation, id }));
      },
    },
  ],
  "admin/users#banUser": [ofAdministrator("banUser", { reason: "Mine" })],
  "admin/users#changePlatformRole": [ofAdministrator("changePlatformRole", { role: "admin" })],
  "admin/users#impersonateUser": [ofAdministrator("impersonateUser")],
  "admin/users#unbanUser": [ofAdministrator("unbanUser")],
  "members#cancelInvitation": [form("members#cancelInvitation", "invitation")],
  "members#changeMemberRole": [form("members#changeMemberRole", "user", { role: "admin" })],
  "members#removeMember": [form("members#removeMember", "user")],
  "members#transferOwnership": [form("members#transferOwnership", "user")],
  "posts/[postId]#deletePost": [
    form("posts/[postId]#deletePost", "post"),
    { of: "project", send: deleteOwnPost, malformed: 404 },
  ],
  "posts/[postId]#editPost": [form("posts/[postId]#editPost", "post", { title: "Mine" })],
  "posts/[postId]#movePost": [
    form("posts/[postId]#movePost", "post"),
    {
      of: "project",
      send: async ({ erik, ...world }, id) => {
        const page = `/posts/${world.fjord.post}`;
        return erik.post(page, { ...(await erik.form(page, "posts/[postId]#movePost")), projectId: id });
      },
    },
  ],
  "posts/[postId]#publishPost": [form("posts/[postId]#publishPost", "post")],
  "projects/[projectId]#archiveProject": [form("projects/[projectId]#archiveProject", "project")],
  "projects/[projectId]#createPost": [form("projects/[projectId]#createPost", "project", { title: "Mine" })],
  "projects/[projectId]#deleteProject": [form("projects/[projectId]#deleteProject", "project")],
  "projects/[projectId]#renameProject": [
    form("projects/[projectId]#renameProject", "project", { name: "Mine" }),
  ],
  "projects/[projectId]#restoreProject": [
    {
      of: "project",
      send: async ({ erik, ...world }, id) => {
        const page = `/projects/${world.fjord.project}`;
        const archive = await erik.form(page, "projects/[projectId]#archiveProject");
        const restore = swapAction(archive, "projects/[projectId]#archiveProject", "restoreProject");
        return erik.post(page, replaceIn(restore, { own: world.fjord.project, id }));
      },
    },
  ],
  "projects/[projectId]#transferProject": [
    form("projects/[projectId]#transferProject", "project"),
    {
      of: "user",
      send: async ({ erik, ...world }, id) => {
        const page = `/projects/${world.fjord.project}`;
        const own = await erik.form(page, "projects/[projectId]#transferProject");
        return erik.post(page, { ...own, userId: id });
      },
    },
  ],
};

/** Server actions that are told no id. A forged one among their fields is refused: `badInput.test.ts`. */
export const actionsWithoutId = [
  "_shell#signOut",
  "_shell#stopImpersonation",
  "account#changePassword",
  "account#changePreferences",
  "account#createOrganization",
  "account#deleteAccount",
  "account#rename",
  "billing#cancelPlan",
  "billing#changePlan",
  "members#inviteMember",
  "members#renameOrganization",
  "projects#createProject",
  "sign-in#signIn",
  "sign-in#signInAsDemo",
  "sign-up#signUp",
];

/** A platform administrator's form, sent by somebody who is none. */
function ofAdministrator(name: string, fields = {}): Case {
  const send = async ({ erik, priya, fjord }: World, id: string) => {
    const ban = await priya.form("/admin/users", "admin/users#banUser", fjord.user);
    const { reason: _, ...hidden } = swapAction(ban, "admin/users#banUser", name);
    return erik.post("/admin/users", { ...replaceIn(hidden, { own: fjord.user, id }), ...fields });
  };
  return { of: "user", send };
}

/** The form of another action that stands in the same file. */
function swapAction(submission: Record<string, string>, from: string, name: string) {
  const to = `${from.split("#")[0]}#${name}`;
  return replaceIn(submission, { own: actionIdOf(from), id: actionIdOf(to) });
}

/** One's own post, and another tenant's project to go to afterwards. */
async function deleteOwnPost({ erik, fjord, aliases }: World, id: string) {
  const fields = { projectId: fjord.project, title: "Soon gone" };
  const postId = idIn(await erik.json("POST", "/api/posts", fields));
  aliases.set(postId, "<own post>");
  const page = `/posts/${postId}`;
  const own = await erik.form(page, "posts/[postId]#deletePost");
  return erik.post(page, replaceIn(own, { own: fjord.project, id }));
}
