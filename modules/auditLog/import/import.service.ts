import { importEntries } from "./importEntries";
import { previewEntries } from "./preview";

/** What other systems recorded, as entries of the log. */
export const auditLogImportService = { importEntries, previewEntries };
