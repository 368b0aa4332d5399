import type { Formats } from "@/components/auditLog/formats";
import { toOutline, type Outline, type OutlinedField } from "./outline";
import { entryTexts } from "./texts";

/** One value of an entry, as deep as it is nested, to be read by a person. */
export function AuditLogValue({ value, formats }: { value: unknown; formats: Formats }) {
  return <Value formats={formats} outline={toOutline(value)} />;
}

type ValueProps = { outline: Outline; formats: Formats };

function Value({ outline, formats }: ValueProps) {
  const texts = entryTexts(formats);
  switch (outline.kind) {
    case "nothing":
      return <Word>{texts.nothing}</Word>;
    case "empty text":
      return <Word>{texts.emptyText}</Word>;
    case "too deep":
      return <Word>{texts.tooDeep}</Word>;
    case "scalar":
      return <bdi className="tabular-nums">{outline.text}</bdi>;
    case "text":
      return <Text formats={formats} {...outline} />;
    case "list":
      return <List formats={formats} {...outline} />;
    case "fields":
      return <Fields formats={formats} {...outline} />;
  }
}

/** What the value is, where it is not its text that stands here. */
function Word({ children }: { children: string }) {
  return <em className="text-muted-foreground">{children}</em>;
}

function Text({ text, left, formats }: { text: string; left: number; formats: Formats }) {
  return (
    <>
      <bdi className="wrap-anywhere whitespace-pre-wrap">{text}</bdi>
      {left > 0 && <Word>{entryTexts(formats).moreCharacters(formats.number(left))}</Word>}
    </>
  );
}

function List({ items, left, formats }: { items: Outline[]; left: number; formats: Formats }) {
  if (items.length + left === 0) return <Word>{entryTexts(formats).emptyList}</Word>;
  return (
    <ul className="list-disc ps-4">
      {items.map((item, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a stored list's items never change places
        <li key={at}>
          <Value formats={formats} outline={item} />
        </li>
      ))}
      {left > 0 && (
        <li>
          <Word>{entryTexts(formats).moreItems(formats.number(left))}</Word>
        </li>
      )}
    </ul>
  );
}

type FieldsProps = { fields: OutlinedField[]; left: number; formats: Formats };

function Fields({ fields, left, formats }: FieldsProps) {
  if (fields.length + left === 0) return <Word>{entryTexts(formats).noFields}</Word>;
  return (
    <>
      <dl className="grid grid-cols-[minmax(0,1fr)] gap-1">
        {fields.map(({ name, value }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- nor do its fields, and two may look alike
          <div key={at}>
            <dt className="text-muted-foreground">
              <code className="wrap-anywhere">{name}</code>
            </dt>
            <dd className="border-s ps-3">
              <Value formats={formats} outline={value} />
            </dd>
          </div>
        ))}
      </dl>
      {left > 0 && <Word>{entryTexts(formats).moreItems(formats.number(left))}</Word>}
    </>
  );
}
