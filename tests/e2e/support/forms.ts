import { actionNameOf } from "./build";

/** A form's fields by name, as a browser without scripts sends them. */
export type Submission = Record<string, string>;

type Wanted = { action: string; bound?: string };

/** The form of a page's HTML whose action is exported by that name. */
export function findForm(html: string, { action, bound }: Wanted): string {
  const forms = html.match(/<form\b.*?<\/form>/gs) ?? [];
  const found = forms.filter((form) => actionOf(form) === action && (!bound || form.includes(bound)));
  const [form] = found;
  if (form === undefined || found.length > 1)
    throw new Error(`The page has ${found.length} forms for ${action}, wanted one`);
  return form;
}

/** What a form sends as it stands. */
export function submissionOf(form: string): Submission {
  const submission: Submission = {};
  for (const input of tags(form, "input")) submission[attribute(input, "name")] = attribute(input, "value");
  for (const [, area = "", text = ""] of form.matchAll(/(<textarea\b[^>]*>)(.*?)<\/textarea>/gs))
    submission[attribute(area, "name")] = decode(text).replace(/^\n/, "");
  for (const [, select = "", content = ""] of form.matchAll(/(<select\b[^>]*>)(.*?)<\/select>/gs)) {
    const options = tags(content, "option");
    const chosen = options.find((option) => / selected=/.test(option)) ?? options[0] ?? "";
    submission[attribute(select, "name")] = attribute(chosen, "value");
  }
  return submission;
}

function actionOf(form: string): string | undefined {
  const names = Object.entries(submissionOf(form));
  const bound = names.find(([name]) => /^\$ACTION_\d+:0$/.test(name))?.[1];
  const plain = names.find(([name]) => name.startsWith("$ACTION_ID_"))?.[0];
  const id = bound ? /"id":"(\w+)"/.exec(bound)?.[1] : plain?.slice("$ACTION_ID_".length);
  return id && actionNameOf(id);
}

function tags(html: string, name: string): string[] {
  return html.match(new RegExp(`<${name}\\b[^>]*>`, "g")) ?? [];
}

function attribute(tag: string, name: string): string {
  return decode(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
}

const entities = new Map([
  ["&quot;", '"'],
  ["&#x27;", "'"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&amp;", "&"],
]);

function decode(html: string): string {
  return html.replaceAll(/&(quot|#x27|lt|gt|amp);/g, (entity) => entities.get(entity) ?? entity);
}

/** The text a person reads on a page, without tags, scripts and comments. */
export function textOf(html: string): string {
  const visible = html.replaceAll(/<(script|style|head)\b.*?<\/\1>|<!--.*?-->|<[^>]*>/gs, "");
  return decode(visible);
}
