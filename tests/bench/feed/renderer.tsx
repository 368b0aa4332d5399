import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { ReactNode } from "react";
import { renderToPipeableStream } from "react-dom/server";
import { AuditLogFeed } from "@/components/auditLog/AuditLogFeed";
import type { AuditLogPage } from "@/modules/auditLog/auditLog.types";
import { answerEach } from "./worker";

const links = {
  actor: ({ actorId }: { actorId: string | null }) => actorId && `/members#member-${actorId}`,
  resource: ({ resourceType, resourceId }: { resourceType: string; resourceId: string }) =>
    `/${resourceType}s/${resourceId}`,
};

// react-dom/server refuses the condition that the rest of the bench runs with.
answerEach(async (page: AuditLogPage) => {
  const load = () => Promise.resolve(page);
  const start = performance.now();
  const html = await toHtml(<AuditLogFeed cursor={null} links={() => Promise.resolve(links)} load={load} />);
  const milliseconds = performance.now() - start;
  const missing = page.entries.filter(({ id }) => !html.includes(id)).length;
  if (missing > 0) throw new Error(`${missing} of ${page.entries.length} entries are not in the feed`);
  return { milliseconds, bytes: Buffer.byteLength(html) };
});

function toHtml(node: ReactNode): Promise<string> {
  return new Promise((resolve, reject) => {
    const { pipe } = renderToPipeableStream(node, { onError: reject });
    text(pipe(new PassThrough())).then(resolve, reject);
  });
}
