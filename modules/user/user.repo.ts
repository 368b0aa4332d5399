import { and, asc, eq, getTableColumns, inArray, ne, sql } from "drizzle-orm";
import { db } from "@/db/drizzle";
import type { Executor, Transaction } from "@/db/transaction";
import { userTable } from "./user.schema";
import type { Profile, User } from "./user.types";

const { id, name, email, role, banned, banReason } = getTableColumns(userTable);
const columns = { id, name, email, role, banned, banReason };

type Fields = Partial<
  Pick<typeof userTable.$inferInsert, "name" | "role" | "banned" | "banReason" | "banExpires">
>;

export function findUsers(): Promise<User[]> {
  return db.select(columns).from(userTable).orderBy(asc(name), asc(id));
}

export async function hasUsers(): Promise<boolean> {
  return (await db.select({ id }).from(userTable).limit(1)).length > 0;
}

/** Who is a platform administrator changes in one transaction at a time. */
export async function lockAdmins(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('platform_admins'))`);
}

/** Whether this user is a platform administrator who can act. */
export async function isAdmin(tx: Transaction, userId: string): Promise<boolean> {
  const isThem = and(eq(role, "admin"), eq(banned, false), eq(id, userId));
  return (await tx.select({ id }).from(userTable).where(isThem)).length > 0;
}

/** Whether anybody but this user is a platform administrator who can act. */
export async function hasAdminBeside(tx: Transaction, userId: string): Promise<boolean> {
  const isOther = and(eq(role, "admin"), eq(banned, false), ne(id, userId));
  return (await tx.select({ id }).from(userTable).where(isOther).limit(1)).length > 0;
}

export function findProfiles(executor: Executor, ids: readonly string[]): Promise<Profile[]> {
  return executor
    .select({ id, name, email })
    .from(userTable)
    .where(inArray(id, [...ids]));
}

/** The user, locked until the transaction ends: what is read is what is changed. */
export async function lockUser(tx: Transaction, userId: string): Promise<User | undefined> {
  const [user] = await tx.select(columns).from(userTable).where(eq(id, userId)).for("update");
  return user;
}

/** The same by e-mail address. */
export async function lockUserByEmail(tx: Transaction, address: string): Promise<User | undefined> {
  const [user] = await tx.select(columns).from(userTable).where(eq(email, address)).for("update");
  return user;
}

export async function updateUser(tx: Transaction, user: { id: string } & Fields): Promise<void> {
  const { id: userId, ...fields } = user;
  await tx
    .update(userTable)
    .set({ ...fields, updatedAt: new Date() })
    .where(eq(id, userId));
}

/** Sessions, memberships and invitations go with the account; what it made and did stays. */
export async function deleteUser(tx: Transaction, userId: string): Promise<void> {
  await tx.delete(userTable).where(eq(id, userId));
}
