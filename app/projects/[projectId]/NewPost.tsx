import { ActionForm } from "@/app/_forms/ActionForm";
import type { Notice } from "@/app/_forms/notice";
import { Section } from "@/app/_shell/Section";
import type { Project } from "@/modules/project/project.types";
import { createPost } from "./actions";

export function NewPost({ project, notice }: { project: Project; notice: Notice }) {
  return (
    <Section title="New post">
      {project.archivedAt ? (
        <p className="text-muted-foreground">
          This project is archived: it takes no new posts until it is restored.
        </p>
      ) : (
        <ActionForm
          action={createPost.bind(null, project.id)}
          fields={[
            { name: "title", label: "Title", maxLength: 200, required: true },
            { kind: "textarea", name: "body", label: "Text", maxLength: 20_000, rows: 5 },
          ]}
          messages={{ conflict: "This project is archived: restore it before you add posts to it." }}
          name="create"
          notice={notice}
          submit="Create post"
        />
      )}
    </Section>
  );
}
