import { read, readOrNull } from "@/app/_errors/read";
import { readNotice } from "@/app/_forms/notice";
import { postPath } from "@/app/_session/paths";
import { requireMember } from "@/app/_session/session";
import { Activity } from "@/app/_shell/Activity";
import { AppShell } from "@/app/_shell/AppShell";
import { Tombstone } from "@/app/_shell/Tombstone";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import { accessService } from "@/modules/access/access.service";
import { organizationService } from "@/modules/organization/organization.service";
import { postService } from "@/modules/post/post.service";
import { projectService } from "@/modules/project/project.service";
import { Byline } from "./Byline";
import { PostText } from "./PostText";
import { PostSettings } from "./PostSettings";

export default async function PostPage({ params, searchParams }: PageProps<"/posts/[postId]">) {
  const { postId } = await params;
  const actor = await requireMember(`/posts/${postId}`);
  postPath(postId);
  const query = await searchParams;
  const notice = readNotice(query);
  const post = await readOrNull(() => postService.get(actor, { postId }));
  if (post === null) return <Tombstone actor={actor} id={postId} query={query} type="post" />;

  const [projects, members] = await read(() =>
    Promise.all([projectService.list(actor), organizationService.listMembers(actor)]),
  );
  const project = projects.find(({ id }) => id === post.projectId);
  const canDelete = post.authorId === actor.id || accessService.can(actor, "post.delete_any");
  return (
    <AppShell
      above={<TextLink href={`/projects/${post.projectId}`}>{project?.name ?? "Project"}</TextLink>}
      actor={actor}
      beside={!post.publishedAt && <Badge>Draft</Badge>}
      section="/projects"
      title={post.title}
    >
      <Byline
        author={members.find(({ userId }) => userId === post.authorId)}
        publishedAt={post.publishedAt}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <PostText notice={notice} post={post} />
          <PostSettings canDelete={canDelete} notice={notice} post={post} projects={projects} />
        </div>
        <Activity actor={actor} query={query} resourceId={post.id} resourceType="post" />
      </div>
    </AppShell>
  );
}
