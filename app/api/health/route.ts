import { reportError } from "@/app/_errors/report";
import { userService } from "@/modules/user/user.service";

export const dynamic = "force-dynamic";

/** Whether this process answers and reaches its database. */
export async function GET(): Promise<Response> {
  try {
    await userService.exists();
    return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    reportError(error, "route");
    return Response.json(
      { status: "unavailable" },
      { status: 503, headers: { "cache-control": "no-store" } },
    );
  }
}
