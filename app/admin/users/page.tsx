import { read } from "@/app/_errors/read";
import { readNotice } from "@/app/_forms/notice";
import { requireActor } from "@/app/_session/session";
import { AppShell } from "@/app/_shell/AppShell";
import { Section } from "@/app/_shell/Section";
import { denyPage } from "@/app/admin/denyPage";
import { userService } from "@/modules/user/user.service";
import { UserItem } from "./UserItem";

export default async function UsersPage({ searchParams }: PageProps<"/admin/users">) {
  const actor = await requireActor("/admin/users");
  if (actor.platformRole !== "admin")
    return denyPage(actor, {
      action: "user.list_viewed",
      resourceType: "platform",
      resourceId: "users",
    });
  const users = await read(() => userService.list(actor));
  const notice = readNotice(await searchParams);
  return (
    <AppShell actor={actor} section="/admin/users" title="Users">
      <Section title="Everybody on the platform">
        <ul className="divide-y">
          {users.map((user) => (
            <UserItem isSelf={user.id === actor.id} key={user.id} notice={notice} user={user} />
          ))}
        </ul>
      </Section>
    </AppShell>
  );
}
