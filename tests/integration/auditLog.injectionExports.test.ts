// First: it gives Next its storages.
import { inRequest } from "@/tests/unit/requestScope";
import { validateHeaderValue } from "node:http";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { hrefOf } from "@/app/admin/audit/_console/address";
import { toSignIn } from "@/app/_session/nextPath";
import { consoleHref } from "@/app/admin/audit/_history/consoleHref";
import { historyQuery } from "@/app/admin/audit/_history/view";
import { GET as exportRoute } from "@/app/api/audit/export/route";
import { GET as liveRoute } from "@/app/api/audit/live/route";
import { auditLogService } from "@/modules/auditLog/auditLog.service";
import type { ExportFormat } from "@/modules/auditLog/export/export.types";
import { parseCsv } from "@/tests/unit/exportSupport";
import { idsOf } from "./auditLogExportSupport";
import { createAccount, createOrganization, join, origin, updateUser, type Browser } from "./authSupport";
import { payloads, type Payload } from "./injection/payloads";
import { logEverywhere } from "./injection/scene";

const columns =
  "actorType actorId actorName impersonatorName action outcome resourceType resourceId resourceName userAgent requestId".split(
    " ",
  );
const kinds = Object.entries(payloads);
const all = kinds.flatMap(([, ofKind]) => ofKind);

let organizationId: string;
let browser: Browser;
let ids: string[];
let files: Record<ExportFormat, string>;

beforeAll(async () => {
  const account = await createAccount();
  browser = account.browser;
  organizationId = await createOrganization("Acme");
  await join({ userId: account.id, organizationId, role: "owner" });
  await browser.signedIn();
  for (const { text } of all) await logEverywhere(text, organizationId);
  ids = await idsOf(organizationId);
  // Of an operator's file nothing is left out, and it is written as it is stored.
  await updateUser(account.id, { role: "admin" });
  const read = async (format: ExportFormat) => (await ask(`organization:${organizationId}`, format)).text();
  files = {
    csv: await read("csv"),
    ndjson: await read("ndjson"),
    cloudevents: await read("cloudevents"),
    ocsf: await read("ocsf"),
  };
  await updateUser(account.id, { role: "user" });
});

function ask(q: string, format: string): Promise<Response> {
  const { headers } = browser;
  const url = `${origin}/api/audit/export?${new URLSearchParams({ q, format }).toString()}`;
  return inRequest(Object.fromEntries(headers), () =>
    exportRoute(new Request(url, { headers }), { params: Promise.resolve({}) }),
  );
}

/** Whether a spreadsheet may take a cell for a formula (OWASP, "CSV Injection"), whatever unseen stands before it. */
function isFormula(cell: string): boolean {
  return /^[\p{Z}\p{C}]*[=+\-@＝＋－＠]/u.test(cell) || /^[\t\r\n]/.test(cell);
}

describe("CSV", () => {
  it("has one record of as many cells for each entry, none of which is a formula", () => {
    const [head = [], ...records] = parseCsv(files.csv);
    expect(records.map(([id]) => id)).toEqual(ids);
    expect(records.filter((cells) => cells.length !== head.length)).toEqual([]);
    expect(records.flat().filter(isFormula)).toEqual([]);
    expect(
      ["=1", " =1", "\t=1", "\u200B\u00A0=1", "\rx", "＝1", "+1"].filter((cell) => !isFormula(cell)),
    ).toEqual([]);
  });

  it.each(all)("holds it whole in every column: $text", ({ text }) => {
    const [head = [], ...records] = parseCsv(files.csv);
    // Behind what separates cells elsewhere, too.
    const apart = text.replaceAll(/(?<=[;\t\r\n][ "]*)[=+@-]/g, "'$&");
    const written = isFormula(text) ? `'${apart}` : apart;
    // What this release logs is of a known type.
    const stored = records.filter((cells) => cells[head.indexOf("actorType")] === written);
    expect(stored.map((cells) => head.filter((_, at) => cells[at] === written))).toEqual([columns]);
    const metadata = stored[0]?.[head.indexOf("metadata")] ?? "";
    expect(JSON.parse(metadata)).toEqual(JSON.parse(JSON.stringify({ [text]: { [text]: text } })));
  });
});

const objectSchema = z.looseObject({});

describe.each(["ndjson", "cloudevents", "ocsf"] as const)("%s", (format) => {
  it("is one JSON object a line, for each entry", () => {
    const lines = files[format].split("\n");
    expect(lines.pop()).toBe("");
    const objects = lines.map((line) => objectSchema.parse(JSON.parse(line)));
    const idOf = { ndjson: "id", cloudevents: "id", ocsf: "metadata" }[format];
    expect(
      objects.map((object) =>
        format === "ocsf" ? z.object({ uid: z.string() }).parse(object[idOf]).uid : object[idOf],
      ),
    ).toEqual(ids);
    expect(objects.filter((object) => "pwned" in object)).toEqual([]);
  });

  it.each(all)("holds it as a value and as a name: $text", ({ text }) => {
    const named = files[format].split("\n").filter((line) => line !== "" && holds(JSON.parse(line), text));
    expect(named.length).toBeGreaterThan(0);
  });
});

/** Whether a value holds a text as a value and as a name somewhere. */
function holds(value: unknown, text: string): boolean {
  const found = { value: false, name: false };
  const look = (part: unknown): void => {
    if (part === text) found.value = true;
    if (typeof part !== "object" || part === null) return;
    if (Object.hasOwn(part, text)) found.name = true;
    for (const each of Object.values(part)) look(each);
  };
  look(value);
  return found.value && found.name;
}

const problemSchema = z.strictObject({
  type: z.literal("about:blank"),
  status: z.number(),
  title: z.string(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});

/** Headers that Node would send, with nothing in them that was sent to us. */
function checkHeaders({ headers }: Response, { seen }: Payload): void {
  for (const [name, value] of headers) {
    validateHeaderValue(name, value);
    expect(value).not.toContain(seen);
    expect(value).not.toMatch(/pwned|set-cookie/i);
  }
}

async function checkAnswer(response: Response, payload: Payload): Promise<void> {
  checkHeaders(response, payload);
  if (response.ok) return response.body?.cancel();
  expect([400, 404]).toContain(response.status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(problemSchema.parse(await response.json()).status).toBe(response.status);
}

describe.each(kinds)("asked for %s, a route", (_, ofKind) => {
  it.each(ofKind)("answers with headers of its own, and JSON where it refuses: $text", async (payload) => {
    const { text } = payload;
    for (const format of ["csv", text]) await checkAnswer(await ask(text, format), payload);
    const word = auditLogService.withTerm("", { field: "words", value: text });
    const file = await ask(word, "csv");
    expect(file.headers.get("content-disposition") ?? "none").toMatch(
      /^(none|attachment; filename="audit-log-\d{8}T\d{6}Z\.csv")$/,
    );
    await checkAnswer(file, payload);
    const url = `${origin}/api/audit/live?${new URLSearchParams({ resourceType: text, resourceId: text, since: text }).toString()}`;
    await checkAnswer(
      await liveRoute(new Request(url, { headers: browser.headers }), { params: Promise.resolve({}) }),
      payload,
    );
  });

  it.each(ofKind)(
    "and every address made of it can be sent as a header, and stays on the site: $text",
    ({ text }) => {
      const term = { field: "actor", value: text } as const;
      const addresses = [
        hrefOf(text, text),
        hrefOf(
          auditLogService.queryFromForm({
            actor: text,
            action: text,
            words: text,
            from: text,
            window: text,
            was: text,
          }),
        ),
        consoleHref(term),
        historyQuery({ show: "all", cursor: text }),
        toSignIn(hrefOf(text)),
      ];
      for (const address of addresses) {
        validateHeaderValue("location", address);
        expect(new URL(address, `${origin}/admin/audit`).origin).toBe(origin);
        expect(address).toMatch(/^[!-~]+$/);
      }
    },
  );
});
