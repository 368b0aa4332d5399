import type postgres from "postgres";
import { inTurn } from "@/tests/bench/measure";
import { addPlainUsers } from "@/tests/bench/plain";
import { report } from "@/tests/bench/report";
import { client } from "@/tests/bench/request";
import type { Bench } from "@/tests/bench/scenario";
import { insertPlain, insertPlainInRequest, logEntry, somewhere } from "@/tests/bench/subject";

const rounds = { quick: 600, long: 3_000 };
const target = { row: "log()", bound: "at most", ratio: 1.15 } as const;

/** One caller who waits for each call: outside a request, and each call in a request of its own. */
export async function benchLone({ sql, inRequest, isLong }: Bench): Promise<void> {
  const times = { rounds: isLong ? rounds.long : rounds.quick };
  await addPlainUsers(sql, [somewhere.actorId]);
  const runs = [
    { name: "plain insert", run: () => insertPlain() },
    { name: "log()", run: () => logEntry() },
  ] as const;
  const samples = await inTurn(runs, times);
  report("lone", { title: "A lone call, outside a request", unit: "ms", samples, target });

  const place = { ...somewhere, organizationId: "within-requests" };
  const inside = [
    { name: runs[0].name, run: () => insertPlainInRequest() },
    { name: "log()", run: () => logEntry(place) },
  ] as const;
  const samplesInside = await inTurn(inside, { ...times, scope: inRequest });
  await requireContext(sql, place.organizationId);
  report("lone", {
    title: "A lone call, each in a request of its own",
    unit: "ms",
    samples: samplesInside,
    target,
  });
}

async function requireContext(sql: postgres.Sql, organizationId: string): Promise<void> {
  const [row] = await sql`select count(*) as missing from audit_logs where organization_id = ${organizationId}
    and (host(ip), user_agent) is distinct from (${client.address}, ${client.agent})`;
  if (row?.missing !== "0") throw new Error("Entries lack their request's address: no request was measured");
}
