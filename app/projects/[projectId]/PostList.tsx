import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import type { Member } from "@/modules/organization/organization.types";
import type { Post } from "@/modules/post/post.types";

type PostListProps = { posts: readonly Post[]; members: readonly Member[] };

export function PostList({ posts, members }: PostListProps) {
  if (posts.length === 0) return <p className="text-muted-foreground">This project has no posts.</p>;
  const names = new Map(members.map(({ userId, name }) => [userId, name]));
  return (
    <ul className="divide-y">
      {posts.map(({ id, title, authorId, publishedAt }) => (
        <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3" key={id}>
          <TextLink className="min-w-0 font-medium break-words" href={`/posts/${id}`}>
            {title}
          </TextLink>
          {!publishedAt && <Badge>Draft</Badge>}
          <span className="text-muted-foreground text-sm">
            by {names.get(authorId ?? "") ?? "a former member"}
          </span>
        </li>
      ))}
    </ul>
  );
}
