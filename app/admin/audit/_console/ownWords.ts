import type { Example } from "@/components/auditLog/console/QueryHelp";

// The console's components know no application: what it calls its things is told here.

export const resourceTypes = ["post", "project", "user", "organization", "audit_log"] as const;

export const placeholder = "Harbor, or actor:ana action:post.*";

export const examples: readonly Example[] = [
  { line: "Harbor", meaning: "the word, in names and in details" },
  { line: '"Harbor website"', meaning: "these words, together" },
  { line: "action:post.*", meaning: "everything that happens to posts" },
  { line: "action:post.deleted,project.deleted", meaning: "either of them" },
  { line: "resource:project", meaning: "what happened to projects; one of them is resource:project/<id>" },
];
