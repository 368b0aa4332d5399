import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { answered } from "@/modules/auditLog/reading/answered";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const failing = (code: string) => Object.assign(new Error("of the driver"), { code });
const mockAsk = () => vi.fn<() => Promise<string>>();

it("asks once more where the connection was lost, and no third time", async () => {
  const ask = mockAsk().mockRejectedValueOnce(failing("57P01")).mockResolvedValueOnce("a page");
  expect(await answered(ask)).toBe("a page");
  const lost = mockAsk().mockRejectedValue(failing("CONNECTION_CLOSED"));
  await expect(answered(lost)).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect([ask, lost].map(({ mock }) => mock.calls.length)).toEqual([2, 2]);
});

it("hands on every other error at once", async () => {
  const ask = mockAsk().mockRejectedValue(new Error("Failed query", { cause: failing("57014") }));
  await expect(answered(ask)).rejects.toThrow("Failed query");
  expect(ask).toHaveBeenCalledTimes(1);
});

it("does not wait for ever for a driver that forgot to answer", async () => {
  const asked = answered(() => new Promise(() => {})).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(await asked).toMatchObject({ code: "TIMEOUT" });
});
