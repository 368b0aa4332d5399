import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { and, asc, desc, eq, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "@/db/drizzle";
import type { Executor } from "@/db/transaction";
import { invitationTable, memberTable, organizationTable } from "@/modules/organization/organization.schema";
import { userTable } from "@/modules/user/user.schema";
import { accountTable, rateLimitTable, sessionTable, verificationTable } from "./auth.schema";
import type { SessionReference } from "./auth.types";

/** better-auth's way to our tables; several writes of one request are one transaction. */
export function authDatabase() {
  return drizzleAdapter(db, {
    provider: "pg",
    transaction: true,
    schema: {
      user: userTable,
      session: sessionTable,
      account: accountTable,
      verification: verificationTable,
      rateLimit: rateLimitTable,
      organization: organizationTable,
      member: memberTable,
      invitation: invitationTable,
    },
  });
}

const impersonatorTable = alias(userTable, "impersonators");

/**
 * The person of a session as they are now, in the active organization while they belong to it, else in
 * the one they joined first. Undefined when the account is gone.
 */
export async function findPerson({ userId, activeOrganizationId, impersonatedBy }: SessionReference) {
  const membership = membershipOf(activeOrganizationId ?? null);
  const rows = await db
    .select({
      id: userTable.id,
      name: userTable.name,
      email: userTable.email,
      role: userTable.role,
      isBanned: isBanned(userTable),
      organizationId: membership.organizationId,
      organizationRole: membership.role,
      impersonator: {
        id: impersonatorTable.id,
        name: impersonatorTable.name,
        role: impersonatorTable.role,
        isBanned: isBanned(impersonatorTable),
      },
    })
    .from(userTable)
    .leftJoinLateral(membership, sql`true`)
    .leftJoin(impersonatorTable, eq(impersonatorTable.id, impersonatedBy ?? sql`null::uuid`))
    .where(eq(userTable.id, userId));
  return rows[0];
}

export type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

function membershipOf(activeOrganizationId: string | null) {
  const isActive = sql`${memberTable.organizationId} is not distinct from ${activeOrganizationId}::uuid`;
  return db
    .select({ organizationId: memberTable.organizationId, role: memberTable.role })
    .from(memberTable)
    .where(eq(memberTable.userId, userTable.id))
    .orderBy(desc(isActive), asc(memberTable.createdAt), asc(memberTable.id))
    .limit(1)
    .as("membership");
}

function isBanned(table: typeof userTable | typeof impersonatorTable) {
  return sql<boolean>`${table.banned} and coalesce(${table.banExpires} > now(), true)`;
}

export async function findUserIdByEmail(email: string): Promise<string | undefined> {
  const rows = await db
    .select({ id: userTable.id })
    .from(userTable)
    .where(eq(userTable.email, email.toLowerCase()));
  return rows[0]?.id;
}

/** The organization a person joined first. */
export async function findFirstOrganizationId(userId: string): Promise<string | null> {
  const rows = await db
    .select({ organizationId: memberTable.organizationId })
    .from(memberTable)
    .where(eq(memberTable.userId, userId))
    .orderBy(asc(memberTable.createdAt), asc(memberTable.id))
    .limit(1);
  return rows[0]?.organizationId ?? null;
}

/** An organization, if the person belongs to it. */
export async function findOrganizationOfMember(
  { userId, organizationId }: { userId: string; organizationId: string },
  executor: Executor,
) {
  const rows = await executor
    .select({ id: organizationTable.id, name: organizationTable.name })
    .from(organizationTable)
    .innerJoin(memberTable, eq(memberTable.organizationId, organizationTable.id))
    .where(and(eq(organizationTable.id, organizationId), eq(memberTable.userId, userId)));
  return rows[0];
}

/** Sets a session's organization; false when it was that one already. */
export async function setActiveOrganization(
  { sessionId, organizationId }: { sessionId: string; organizationId: string },
  executor: Executor,
): Promise<boolean> {
  const rows = await executor
    .update(sessionTable)
    .set({ activeOrganizationId: organizationId, updatedAt: sql`now()` })
    .where(
      and(
        eq(sessionTable.id, sessionId),
        sql`${sessionTable.activeOrganizationId} is distinct from ${organizationId}::uuid`,
      ),
    )
    .returning({ id: sessionTable.id });
  return rows.length > 0;
}

/** Ends every session of a person, and those in which they act as somebody else. */
export async function deleteSessionsOf(executor: Executor, userId: string): Promise<void> {
  await executor
    .delete(sessionTable)
    .where(or(eq(sessionTable.userId, userId), eq(sessionTable.impersonatedBy, userId)));
}
