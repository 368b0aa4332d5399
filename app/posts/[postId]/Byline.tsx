import type { Member } from "@/modules/organization/organization.types";

const day = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

export function Byline({ author, publishedAt }: { author: Member | undefined; publishedAt: Date | null }) {
  return (
    <p className="text-muted-foreground -mt-4 text-sm">
      By {author?.name ?? "a former member"}
      {publishedAt && (
        <>
          , published on <time dateTime={publishedAt.toISOString()}>{day.format(publishedAt)}</time>
        </>
      )}
    </p>
  );
}
