import { expect, it } from "vitest";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { openSnapshot } from "@/modules/auditLog/export/snapshot.repo";
import { firstOfMonth, logAt } from "./auditLogMaintainSupport";

it("entries are not moved away from under an export that has its snapshot and has read nothing yet", async () => {
  await logAt([firstOfMonth(-9)]);
  const snapshot = await openSnapshot();
  const { left } = await auditLogService.maintain({ patienceMs: 300 });
  expect(left).toMatchObject([{ task: "move_home", code: "55P03" }]);
  await snapshot.close();
  expect(await auditLogService.maintain()).toMatchObject({ left: [], movedHome: [{ entries: 1 }] });
});
