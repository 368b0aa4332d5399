import { closeDatabase } from "@/db/drizzle";
import { ServiceError } from "@/modules/access/access.types";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { userService } from "@/modules/user/user.service";

// npm run db:first-admin -- ana@example.com
const [email = ""] = process.argv.slice(2);

try {
  await userService.appointFirstAdmin({ email });
  console.log("Appointed. The next sign-in shows the pages of the platform.");
} catch (error) {
  if (!(error instanceof ServiceError)) throw error;
  console.error(`${error.message} Usage: npm run db:first-admin -- ana@example.com`);
  process.exitCode = 1;
} finally {
  await auditLogService.close();
  await closeDatabase();
}
