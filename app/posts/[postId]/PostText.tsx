import { ActionForm } from "@/app/_forms/ActionForm";
import type { Notice } from "@/app/_forms/notice";
import { Section } from "@/app/_shell/Section";
import type { Post } from "@/modules/post/post.types";
import { editPost } from "./actions";

export function PostText({ post, notice }: { post: Post; notice: Notice }) {
  return (
    <Section title="Post">
      <ActionForm
        action={editPost.bind(null, post.id)}
        fields={[
          { name: "title", label: "Title", value: post.title, maxLength: 200, required: true },
          { kind: "textarea", name: "body", label: "Text", value: post.body, maxLength: 20_000, rows: 10 },
        ]}
        name="edit"
        notice={notice}
        submit="Save"
      />
    </Section>
  );
}
