import { auditLogService } from "@/modules/auditLog/auditLog.service";

// Another process that logs one entry: tsx tests/integration/auditLogLiveProcess.ts <organization> <post>
const [organizationId = "", resourceId = ""] = process.argv.slice(2);
const { id } = await auditLogService.log({
  action: "post.updated",
  resourceType: "post",
  resourceId,
  organizationId,
});
console.log(id);
// It stays until it is killed, as a server does.
setInterval(() => null, 60_000);
