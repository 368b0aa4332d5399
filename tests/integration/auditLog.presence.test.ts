import { describe, expect, it } from "vitest";
import { inTransaction } from "@/db/transaction";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import { connect, entry, freshId, stateOf } from "./auditLogSupport";

const feedOf = async (type: string, id: string) => (await auditLogService.getForResource(type, id)).entries;
const historyOf = async (actorId: string) => (await auditLogService.getForActor(actorId)).entries;

/** A type of resource that no entry has named yet. */
const freshType = () => freshId("kind").replace("-", "_");

describe("what a list had nothing of until now", () => {
  it("is in it with the first entry that is related to a resource of its type", async () => {
    const type = freshType();
    expect(await feedOf(type, "1")).toEqual([]);
    const { id } = await auditLogService.log(entry({ related: [{ type, id: "1" }] }));
    expect(await feedOf(type, "1")).toMatchObject([{ id }]);
    expect(await feedOf(type, "2")).toEqual([]);
  });

  it("is in it with the first entry of somebody as another", async () => {
    const [person, other] = [freshId("person"), freshId("person")];
    expect(await historyOf(person)).toEqual([]);
    const actor = { type: "user", id: other, impersonator: { id: person, name: "Priya" } } as const;
    const receipts = await auditLogService.logMany([entry({ actor }), entry({ actor })]);
    expect(await historyOf(person)).toMatchObject(receipts.map(({ id }) => ({ id })).toReversed());
  });

  it("is in it once its transaction has committed, and was never there when that rolled back", async () => {
    const type = freshType();
    const add = () =>
      inTransaction(async (tx) => {
        await auditLogService.log(entry({ related: [{ type, id: "1" }] }), { tx });
        expect(await feedOf(type, "1")).toEqual([]);
        if ((await feedOf("never", "1")).length === 0) throw new Error("undone");
      });
    await expect(add()).rejects.toThrow("undone");
    expect(await feedOf(type, "1")).toEqual([]);
    await inTransaction(async (tx) => {
      await auditLogService.log(entry({ related: [{ type, id: "1" }] }), { tx });
    });
    expect(await feedOf(type, "1")).toHaveLength(1);
  });
});

it("keeps what it tells of: nothing can be taken away or changed", async () => {
  await auditLogService.log(entry({ related: [{ type: "project", id: "1" }] }));
  const client = connect();
  for (const statement of [
    "delete from audit_log_presence",
    "update audit_log_presence set value = 'x'",
    "truncate audit_log_presence",
  ]) {
    expect(await stateOf(client.unsafe(statement))).toBe("42501");
  }
});
