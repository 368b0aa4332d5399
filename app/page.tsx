import { redirect } from "next/navigation";
import { requireActor } from "@/app/_session/session";

export default async function StartPage() {
  await requireActor("/projects");
  redirect("/projects");
}
