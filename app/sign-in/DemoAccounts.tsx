import { messageOf } from "@/app/_errors/messages";
import type { Notice } from "@/app/_forms/notice";
import { Section } from "@/app/_shell/Section";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { demoAccounts, demoPassword } from "@/modules/auth/demoAccounts.types";
import { signInAsDemo } from "./actions";

const messages = {
  invalid_credentials: "The demo data isn’t in this database. Run “npm run db:seed”.",
  forbidden: "This account is banned. Ask an administrator.",
};

/** One click each; the password is shown for whoever wants to type it. */
export function DemoAccounts({ next, notice }: { next: string; notice: Notice }) {
  return (
    <Section title="As somebody of the demo">
      {notice.form === "demo" && notice.error !== null && (
        <Alert variant="destructive">{messageOf(notice.error, messages)}</Alert>
      )}
      <ul className="divide-y">
        {demoAccounts.map(({ email, name, role }) => (
          <li key={email}>
            <form
              action={signInAsDemo.bind(null, next)}
              className="flex items-center justify-between gap-3 py-3"
            >
              <input name="email" type="hidden" value={email} />
              <div className="min-w-0 text-sm">
                <p className="font-medium">{name}</p>
                <p className="text-muted-foreground">{role}</p>
                <p className="text-muted-foreground break-all">{email}</p>
              </div>
              <Button size="sm" variant="outline">
                Sign in<span className="sr-only"> as {name}</span>
              </Button>
            </form>
          </li>
        ))}
      </ul>
      <p className="text-muted-foreground text-sm">
        Their password is <code className="text-foreground">{demoPassword}</code>.
      </p>
    </Section>
  );
}
