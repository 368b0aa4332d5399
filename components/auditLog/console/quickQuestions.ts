import { auditActions } from "@/auditActions";

export type QuickQuestion = { label: string; line: string };

/**
 * What people come to ask most, for whoever does not know the query's fields. A question about actions that
 * the application doesn't have is left out: `action:` without a value is a mistake.
 */
export function questionsOf(names: readonly string[]): QuickQuestion[] {
  const about = (label: string, isMeant: (name: string) => boolean) => {
    const meant = names.filter(isMeant);
    return meant.length === 0 ? [] : [{ label, line: `action:${meant.join(",")}` }];
  };
  return [
    ...about("Deletions", (name) => name.endsWith(".deleted")),
    { label: "Refused and failed attempts", line: "outcome:denied,failure" },
    ...about("Sign-ins", (name) => name === "auth.login" || name.startsWith("auth.login.")),
    ...about("Role changes", (name) => /role_changed$|ownership_transferred$/.test(name)),
    { label: "Reads and exports of this log", line: "action:audit_log.*" },
  ];
}

export const quickQuestions: readonly QuickQuestion[] = questionsOf(Object.keys(auditActions));
