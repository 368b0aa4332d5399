/** Runs once before the server answers; never during `next build`. */
export async function register(): Promise<void> {
  // Only what stands inside this condition is left out of the build for the edge.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { EnvironmentError, readEnv } = await import("@/env");
    try {
      readEnv();
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      console.error(error.message);
      // Next would log it too, but then say "Ready" and answer every request with an error.
      process.exit(1);
    }
    const { auditLogService } = await import("@/modules/auditLog/auditLog.service");
    await auditLogService.createPartitions();
    auditLogService.start();
    const { auditLogLiveService } = await import("@/modules/auditLog/live/live.service");
    const { auditLogExportService } = await import("@/modules/auditLog/export/export.service");
    process.once("SIGTERM", () => {
      auditLogLiveService.close();
      auditLogExportService.close();
      void auditLogService.flush();
    });
    // A process may run for longer than the partitions that were made ahead. What takes longer waits until then too:
    // no start should.
    auditLogService.maintainDaily();
  }
}
