import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { answered } from "@/modules/auditLog/reading/answered";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const failing = (code: string) => Object.assign(new Error("of the driver"), { code });

it("asks once more where the connection was lost, and no third time", async () => {
  const ask = vi.fn().mockRejectedValueOnce(failing("57P01")).mockResolvedValueOnce("a page");
  expect(await answered(ask)).toBe("a page");
  const lost = vi.fn().mockRejectedValue(failing("CONNECTION_CLOSED"));
  await expect(answered(lost)).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect([ask, lost].map(({ mock }) => mock.calls.length)).toEqual([2, 2]);
});

it("hands on every other error at once", async () => {
  const ask = vi.fn().mockRejectedValue(new Error("Failed query", { cause: failing("57014") }));
  await expect(answered(ask)).rejects.toThrow("Failed query");
  expect(ask).toHaveBeenCalledTimes(1);
});

it("does not wait for ever for a driver that forgot to answer", async () => {
  const asked = expect(answered(() => new Promise(() => {}))).rejects.toMatchObject({ code: "TIMEOUT" });
  await vi.advanceTimersByTimeAsync(4_000);
  await asked;
});
