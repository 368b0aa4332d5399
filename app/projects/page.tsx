import { ActionForm } from "@/app/_forms/ActionForm";
import { readNotice } from "@/app/_forms/notice";
import { read } from "@/app/_errors/read";
import { requireMember } from "@/app/_session/session";
import { AppShell } from "@/app/_shell/AppShell";
import { Section } from "@/app/_shell/Section";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import { projectService } from "@/modules/project/project.service";
import type { Project } from "@/modules/project/project.types";
import { createProject } from "./actions";

export default async function ProjectsPage({ searchParams }: PageProps<"/projects">) {
  const actor = await requireMember("/projects");
  const projects = await read(() => projectService.list(actor));
  const notice = readNotice(await searchParams);
  return (
    <AppShell actor={actor} section="/projects" title="Projects">
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Section title="All projects">
          {projects.length === 0 ? <NoProjects /> : <ProjectList projects={projects} />}
        </Section>
        <Section title="New project">
          <ActionForm
            action={createProject}
            fields={[{ name: "name", label: "Name", maxLength: 120, required: true }]}
            name="create"
            notice={notice}
            submit="Create project"
          />
        </Section>
      </div>
    </AppShell>
  );
}

function NoProjects() {
  return <p className="text-muted-foreground">There is no project yet. Create the first one.</p>;
}

function ProjectList({ projects }: { projects: readonly Project[] }) {
  return (
    <ul className="divide-y">
      {projects.map(({ id, name, archivedAt }) => (
        <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3" key={id}>
          <TextLink className="min-w-0 font-medium break-words" href={`/projects/${id}`}>
            {name}
          </TextLink>
          {archivedAt && <Badge variant="outline">Archived</Badge>}
        </li>
      ))}
    </ul>
  );
}
