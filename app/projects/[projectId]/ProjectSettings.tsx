import { ActionForm } from "@/app/_forms/ActionForm";
import { ConfirmForm } from "@/app/_forms/ConfirmForm";
import type { Notice } from "@/app/_forms/notice";
import { Section } from "@/app/_shell/Section";
import type { Member } from "@/modules/organization/organization.types";
import type { Project } from "@/modules/project/project.types";
import { archiveProject, deleteProject, renameProject, restoreProject, transferProject } from "./actions";

type ProjectSettingsProps = {
  project: Project;
  postCount: number;
  members: readonly Member[];
  canManage: boolean;
  notice: Notice;
};

export function ProjectSettings({ project, notice, canManage, ...rest }: ProjectSettingsProps) {
  return (
    <Section title="Settings">
      <ActionForm
        action={renameProject.bind(null, project.id)}
        fields={[
          { name: "name", label: "Project name", value: project.name, maxLength: 120, required: true },
        ]}
        name="rename"
        notice={notice}
        submit="Rename"
        variant="outline"
      />
      {canManage && <Management notice={notice} project={project} {...rest} />}
    </Section>
  );
}

function Management({ project, postCount, members, notice }: Omit<ProjectSettingsProps, "canManage">) {
  return (
    <>
      <ActionForm
        action={transferProject.bind(null, project.id)}
        fields={[
          {
            kind: "select",
            name: "userId",
            label: "Owner",
            value: project.ownerId ?? undefined,
            options: members.map(({ userId, name }) => ({ value: userId, label: name })),
          },
        ]}
        name="transfer"
        notice={notice}
        submit="Transfer"
        variant="outline"
      />
      {project.archivedAt ? (
        <ActionForm
          action={restoreProject.bind(null, project.id)}
          name="restore"
          notice={notice}
          submit="Restore project"
          variant="outline"
        />
      ) : (
        <ActionForm
          action={archiveProject.bind(null, project.id)}
          name="archive"
          notice={notice}
          submit="Archive project"
          variant="outline"
        />
      )}
      <ConfirmForm
        action={deleteProject.bind(null, project.id)}
        name="delete"
        notice={notice}
        question={`The project and its posts (${postCount}) will be gone for good. Its history stays in the audit log.`}
        submit="Delete for good"
        summary="Delete project…"
      />
    </>
  );
}
