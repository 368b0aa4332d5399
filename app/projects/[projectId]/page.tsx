import { readOrNull, read } from "@/app/_errors/read";
import { readNotice } from "@/app/_forms/notice";
import { requireMember } from "@/app/_session/session";
import { projectPath } from "@/app/_session/paths";
import { Activity } from "@/app/_shell/Activity";
import { AppShell } from "@/app/_shell/AppShell";
import { Section } from "@/app/_shell/Section";
import { Tombstone } from "@/app/_shell/Tombstone";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import { accessService } from "@/modules/access/access.service";
import { organizationService } from "@/modules/organization/organization.service";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";
import { NewPost } from "./NewPost";
import { PostList } from "./PostList";
import { ProjectSettings } from "./ProjectSettings";

export default async function ProjectPage({ params, searchParams }: PageProps<"/projects/[projectId]">) {
  const { projectId } = await params;
  const actor = await requireMember(`/projects/${projectId}`);
  projectPath(projectId);
  const query = await searchParams;
  const notice = readNotice(query);
  const project = await readOrNull(() => projectService.get(actor, { projectId }));
  if (project === null) return <Tombstone actor={actor} id={projectId} query={query} type="project" />;

  const [posts, members] = await read(() =>
    Promise.all([postService.list(actor, { projectId }), organizationService.listMembers(actor)]),
  );
  const owner = members.find(({ userId }) => userId === project.ownerId);
  return (
    <AppShell
      above={<TextLink href="/projects">Projects</TextLink>}
      actor={actor}
      beside={project.archivedAt && <Badge variant="outline">Archived</Badge>}
      section="/projects"
      title={project.name}
    >
      <p className="text-muted-foreground -mt-4 text-sm">
        {owner ? `Owned by ${owner.name}` : "Has no owner any more"}
      </p>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Section title="Posts">
            <PostList members={members} posts={posts} />
          </Section>
          <NewPost notice={notice} project={project} />
          <ProjectSettings
            canManage={accessService.can(actor, "project.manage")}
            members={members}
            notice={notice}
            postCount={posts.length}
            project={project}
          />
        </div>
        <Activity actor={actor} query={query} resourceId={project.id} resourceType="project" />
      </div>
    </AppShell>
  );
}
