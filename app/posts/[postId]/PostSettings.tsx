import { ActionForm } from "@/app/_forms/ActionForm";
import { ConfirmForm } from "@/app/_forms/ConfirmForm";
import type { Notice } from "@/app/_forms/notice";
import { Section } from "@/app/_shell/Section";
import type { Post } from "@/modules/post/post.types";
import type { Project } from "@/modules/project/project.types";
import { deletePost, movePost, publishPost } from "./actions";

type PostSettingsProps = { post: Post; projects: readonly Project[]; canDelete: boolean; notice: Notice };

export function PostSettings({ post, projects, canDelete, notice }: PostSettingsProps) {
  const targets = projects.filter(({ id, archivedAt }) => archivedAt === null && id !== post.projectId);
  return (
    <Section title="Settings">
      {!post.publishedAt && (
        <ActionForm
          action={publishPost.bind(null, post.id)}
          name="publish"
          notice={notice}
          submit="Publish"
        />
      )}
      {targets.length > 0 && <Move notice={notice} post={post} targets={targets} />}
      {canDelete ? (
        <Delete notice={notice} post={post} />
      ) : (
        <p className="text-muted-foreground text-sm">Its author or an administrator can delete this post.</p>
      )}
    </Section>
  );
}

function Move({ post, targets, notice }: { post: Post; targets: readonly Project[]; notice: Notice }) {
  const options = targets.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <ActionForm
      action={movePost.bind(null, post.id)}
      fields={[{ kind: "select", name: "projectId", label: "Move to project", options }]}
      messages={{ conflict: "That project is archived: restore it before you move posts to it." }}
      name="move"
      notice={notice}
      submit="Move"
      variant="outline"
    />
  );
}

function Delete({ post, notice }: { post: Post; notice: Notice }) {
  return (
    <ConfirmForm
      action={deletePost.bind(null, { postId: post.id, projectId: post.projectId })}
      fields={[
        {
          kind: "textarea",
          name: "reason",
          label: "Reason (optional)",
          hint: "It stands in the audit log.",
          maxLength: 500,
          rows: 2,
        },
      ]}
      name="delete"
      notice={notice}
      question="The post will be gone for good. Its history stays in the audit log."
      submit="Delete for good"
      summary="Delete post…"
    />
  );
}
