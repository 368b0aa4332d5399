import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { pageSize, project } from "./project";
import { answerEach } from "./worker";

// Another database needs another process: the application knows but one.
answerEach(async () => {
  const { type, id, organizationId } = project;
  const start = performance.now();
  const page = await auditLogService.getForResource(type, id, {
    organizationId,
    limit: pageSize,
    wholeRuns: true,
  });
  return { milliseconds: performance.now() - start, page };
});
