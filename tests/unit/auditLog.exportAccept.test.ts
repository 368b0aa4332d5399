import { expect, it } from "vitest";
import { prefersHtml } from "@/app/api/audit/export/prefersHtml";

const asking = (accept?: string) =>
  prefersHtml(new Request("http://localhost/", accept === undefined ? {} : { headers: { accept } }));

it.each([
  "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
  "text/html, application/json;q=0.9",
  "TEXT/HTML ; Q=0.5, */*;q=0.1",
])("%s is a person's browser", (accept) => {
  expect(asking(accept)).toBe(true);
});

it.each([
  undefined,
  "",
  "*/*",
  "text/*",
  "application/json, text/plain, */*",
  "application/json, text/html",
  "application/problem+json, text/html;q=0.9",
  "text/csv, text/html;q=0.9",
  "text/html;q=0",
  "text/html;q=most",
  ";;,,q=1",
])("%s is a program", (accept) => {
  expect(asking(accept)).toBe(false);
});
