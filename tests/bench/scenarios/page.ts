import { desc, eq } from "drizzle-orm";
import type postgres from "postgres";
import { db } from "@/db/drizzle";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { inTurn } from "@/tests/bench/measure";
import { fillBoth, plainTable } from "@/tests/bench/plain";
import { report } from "@/tests/bench/report";

const rounds = 400;

/** The newest 50 entries of a busy and of a quiet resource. */
export async function benchPage({ sql, rows }: { sql: postgres.Sql; rows: number }): Promise<void> {
  console.log(`\nFilling both tables with ${rows} entries…`);
  await fillBoth(sql, rows);
  for (const resourceId of ["hot", "post7"]) {
    const samples = await inTurn(
      [
        { name: "plain select", run: () => selectPlain(resourceId) },
        { name: "getForResource", run: () => auditLogService.getForResource("post", resourceId) },
      ],
      { rounds },
    );
    report("page", { title: `A page of 50 of resource "${resourceId}" among ${rows}`, unit: "ms", samples });
  }
}

function selectPlain(resourceId: string) {
  return db
    .select()
    .from(plainTable)
    .where(eq(plainTable.resourceId, resourceId))
    .orderBy(desc(plainTable.createdAt))
    .limit(50);
}
