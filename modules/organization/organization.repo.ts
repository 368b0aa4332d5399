import { and, asc, eq, getTableColumns, gt, inArray, or, sql } from "drizzle-orm";
import { db } from "@/db/drizzle";
import type { Executor, Transaction } from "@/db/transaction";
import type { OrganizationRole } from "@/modules/access/access.types";
import {
  invitationTable,
  memberTable,
  organizationTable,
  type InvitationStatus,
} from "./organization.schema";
import type { Invitation, Organization } from "./organization.types";

type Membership = { organizationId: string; userId: string };
type MembershipRow = Membership & { role: OrganizationRole };

export function findOrganizationsOf(userId: string): Promise<Organization[]> {
  return db
    .select({ id: organizationTable.id, name: organizationTable.name, slug: organizationTable.slug })
    .from(memberTable)
    .innerJoin(organizationTable, eq(organizationTable.id, memberTable.organizationId))
    .where(eq(memberTable.userId, userId))
    .orderBy(asc(organizationTable.name), asc(organizationTable.id));
}

/** Every organization, or those with this id or slug or with this in their names; so many, by name. */
export function findOrganizations({
  called,
  limit,
}: {
  called?: string;
  limit: number;
}): Promise<Organization[]> {
  const { id, name, slug } = organizationTable;
  const isMeant = or(
    sql`${id}::text = lower(${called})`,
    sql`${slug} = lower(${called})`,
    sql`position(lower(${called}) in lower(${name})) > 0`,
  );
  return db
    .select({ id, name, slug })
    .from(organizationTable)
    .where(called === undefined ? undefined : isMeant)
    .orderBy(asc(name), asc(id))
    .limit(limit);
}

/** The organization, locked until the transaction ends: its members change one at a time. */
export async function lockOrganization(tx: Transaction, id: string): Promise<Organization | undefined> {
  const [organization] = await tx
    .select()
    .from(organizationTable)
    .where(eq(organizationTable.id, id))
    .for("update");
  return organization;
}

/** Locks every organization of a user, always in the same order. */
export async function lockOrganizationsOf(tx: Transaction, userId: string): Promise<void> {
  const theirs = tx
    .select({ id: memberTable.organizationId })
    .from(memberTable)
    .where(eq(memberTable.userId, userId));
  await tx
    .select({ id: organizationTable.id })
    .from(organizationTable)
    .where(inArray(organizationTable.id, theirs))
    .orderBy(asc(organizationTable.id))
    .for("update");
}

/** Every organization a user belongs to. */
export async function findIdsOf(executor: Executor, userId: string): Promise<string[]> {
  const members = await executor.select().from(memberTable).where(eq(memberTable.userId, userId));
  return members.map(({ organizationId }) => organizationId);
}

/** The organization that a user joined first; what is done to the user is recorded there. */
export async function findHomeOf(executor: Executor, userId: string): Promise<string | null> {
  const [member] = await executor
    .select({ organizationId: memberTable.organizationId })
    .from(memberTable)
    .where(eq(memberTable.userId, userId))
    .orderBy(asc(memberTable.createdAt), asc(memberTable.id))
    .limit(1);
  return member?.organizationId ?? null;
}

export function insertOrganization(
  tx: Transaction,
  row: { name: string; slug: string },
): Promise<Organization[]> {
  return tx.insert(organizationTable).values(row).returning();
}

export async function renameOrganization(tx: Transaction, { id, name }: { id: string; name: string }) {
  await tx.update(organizationTable).set({ name }).where(eq(organizationTable.id, id));
}

export function findMembers(executor: Executor, organizationId: string): Promise<MembershipRow[]> {
  return executor
    .select()
    .from(memberTable)
    .where(eq(memberTable.organizationId, organizationId))
    .orderBy(asc(memberTable.createdAt), asc(memberTable.id));
}

/** Those of these ids that are people of the organization. */
export async function findMemberIds(organizationId: string, ids: readonly string[]): Promise<string[]> {
  const { userId } = memberTable;
  const isAsked = and(eq(memberTable.organizationId, organizationId), inArray(userId, [...ids]));
  return (await db.select({ userId }).from(memberTable).where(isAsked)).map((member) => member.userId);
}

export async function findMember(tx: Transaction, key: Membership): Promise<MembershipRow | undefined> {
  const [member] = await tx.select().from(memberTable).where(byKey(key));
  return member;
}

/** Keeps a member from being removed until the transaction ends. */
export async function lockMember(tx: Transaction, key: Membership): Promise<boolean> {
  return (
    (await tx.select({ id: memberTable.id }).from(memberTable).where(byKey(key)).for("share")).length > 0
  );
}

export async function insertMember(tx: Transaction, member: MembershipRow): Promise<void> {
  await tx.insert(memberTable).values(member);
}

export async function updateMemberRole(tx: Transaction, { role, ...key }: MembershipRow): Promise<void> {
  const updated = await tx
    .update(memberTable)
    .set({ role })
    .where(byKey(key))
    .returning({ id: memberTable.id });
  if (updated.length === 0) throw new Error("A membership was gone before its role could be changed.");
}

export async function deleteMember(tx: Transaction, key: Membership): Promise<void> {
  await tx.delete(memberTable).where(byKey(key));
}

/** Organizations that would be left without an owner if this user were gone. */
export function findSolelyOwned(tx: Transaction, userId: string): Promise<Organization[]> {
  const otherOwner = tx
    .select({ one: sql`1` })
    .from(sql`${memberTable} as other`)
    .where(
      sql`other.organization_id = ${memberTable.organizationId} and other.role = 'owner' and other.user_id <> ${userId}`,
    );
  return tx
    .select({ id: organizationTable.id, name: organizationTable.name, slug: organizationTable.slug })
    .from(memberTable)
    .innerJoin(organizationTable, eq(organizationTable.id, memberTable.organizationId))
    .where(
      and(eq(memberTable.userId, userId), eq(memberTable.role, "owner"), sql`not exists (${otherOwner})`),
    );
}

export function findPendingInvitations(
  where: { organizationId: string } | { email: string },
): Promise<Invitation[]> {
  const of =
    "email" in where
      ? eq(invitationTable.email, where.email)
      : eq(invitationTable.organizationId, where.organizationId);
  return db
    .select(invitationColumns)
    .from(invitationTable)
    .innerJoin(organizationTable, eq(organizationTable.id, invitationTable.organizationId))
    .where(and(of, isPending()))
    .orderBy(asc(invitationTable.createdAt), asc(invitationTable.id));
}

/** An invitation that still stands. */
export async function findInvitation(tx: Transaction, id: string): Promise<Invitation | undefined> {
  const [invitation] = await tx
    .select(invitationColumns)
    .from(invitationTable)
    .innerJoin(organizationTable, eq(organizationTable.id, invitationTable.organizationId))
    .where(and(eq(invitationTable.id, id), isPending()));
  return invitation;
}

/** An invitation that still stands, locked until the transaction ends. */
export async function lockInvitation(tx: Transaction, id: string): Promise<Invitation | undefined> {
  const [invitation] = await tx
    .select(invitationColumns)
    .from(invitationTable)
    .innerJoin(organizationTable, eq(organizationTable.id, invitationTable.organizationId))
    .where(and(eq(invitationTable.id, id), isPending()))
    .for("update", { of: invitationTable });
  return invitation;
}

/** False: the address holds an open invitation with that role already. One with another role is replaced. */
export async function insertInvitationOnce(
  tx: Transaction,
  row: typeof invitationTable.$inferInsert & { role: OrganizationRole },
): Promise<boolean> {
  const open = and(
    eq(invitationTable.organizationId, row.organizationId),
    eq(invitationTable.email, row.email),
    isPending(),
  );
  const pending = await tx
    .select({ role: invitationTable.role })
    .from(invitationTable)
    .where(open)
    .for("update");
  if (pending.some(({ role }) => role === row.role)) return false;
  await tx.update(invitationTable).set({ status: "canceled" }).where(open);
  await tx.insert(invitationTable).values(row);
  return true;
}

export async function closeInvitation(tx: Transaction, row: { id: string; status: InvitationStatus }) {
  await tx.update(invitationTable).set({ status: row.status }).where(eq(invitationTable.id, row.id));
}

const invitationColumns = {
  ...getTableColumns(invitationTable),
  organizationName: organizationTable.name,
};

function isPending() {
  return and(eq(invitationTable.status, "pending"), gt(invitationTable.expiresAt, new Date()));
}

function byKey({ organizationId, userId }: Membership) {
  return and(eq(memberTable.organizationId, organizationId), eq(memberTable.userId, userId));
}
