import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { z } from "zod";
import published from "./schemas/ocsf.json";

// Compiles OCSF's published definitions into JSON schemas that refuse what OCSF's own validator reports:
// missing, unknown and mistyped attributes, values outside an enum, captions that don't fit their id,
// constraints, and a type that isn't the class and activity. Nor may an attribute be deprecated, or belong
// to a profile: the events name none. An object that the excerpt leaves out is refused, whatever it holds.

const enumValues = z.record(z.string(), z.object({ caption: z.string() }));
const attribute = z.strictObject({
  type: z.string(),
  requirement: z.enum(["required", "recommended", "optional"]),
  object_type: z.string().optional(),
  is_array: z.boolean().optional(),
  enum: enumValues.optional(),
  sibling: z.string().optional(),
  profiles: z.array(z.string()).optional(),
  "@deprecated": z.object({ since: z.string() }).optional(),
});
const definition = z.object({
  attributes: z.record(z.string(), attribute),
  constraints: z.strictObject({ at_least_one: z.array(z.string()) }).optional(),
});
const dataType = z.strictObject({
  type: z.string().optional(),
  regex: z.string().optional(),
  max_len: z.number().optional(),
  range: z.tuple([z.number(), z.number()]).optional(),
  values: z.array(z.boolean()).optional(),
});
const schema = z
  .object({
    version: z.string(),
    classes: z.record(z.string(), definition.extend({ uid: z.number() })),
    objects: z.record(z.string(), definition),
    types: z.record(z.string(), dataType),
  })
  .parse(published);

type Attribute = z.infer<typeof attribute>;
type Definition = z.infer<typeof definition>;
type JsonSchema = boolean | { [keyword: string]: unknown };

/** The version that the definitions are of. */
export const ocsfVersion = schema.version;

const primitives = new Map<string, JsonSchema>([
  ["string_t", { type: "string" }],
  ["integer_t", { type: "integer" }],
  ["long_t", { type: "integer", minimum: -(2 ** 63), maximum: 2 ** 63 - 1 }],
  ["boolean_t", { type: "boolean" }],
  ["json_t", {}],
]);

function ofType(name: string): JsonSchema {
  const primitive = primitives.get(name);
  if (primitive !== undefined) return primitive;
  const type = schema.types[name];
  if (!type?.type) throw new Error(`ocsf.json lacks the type ${name}`);
  const limits = {
    ...(type.regex !== undefined && { pattern: type.regex }),
    ...(type.max_len !== undefined && { maxLength: type.max_len }),
    ...(type.range !== undefined && { minimum: type.range[0], maximum: type.range[1] }),
  };
  return { allOf: [ofType(type.type), limits] };
}

// OCSF's `object` stands for any.
function ofObject(name: string): JsonSchema {
  if (name === "object") return { type: "object" };
  return name in schema.objects ? { $ref: `#/definitions/${name}` } : false;
}

const keysOf = (values: z.infer<typeof enumValues>, type: string): (string | number)[] =>
  Object.keys(values).map((key) => (type === "string_t" ? key : Number(key)));

function ofAttribute({ type, object_type: object, is_array: isArray, enum: values }: Attribute): JsonSchema {
  const one = object === undefined ? ofType(type) : ofObject(object);
  const item = values ? { allOf: [one, { enum: keysOf(values, type) }] } : one;
  return isArray ? { type: "array", items: item } : item;
}

/** An id of the enum wants its own caption beside it, if any; 99, Other, wants the source's word. */
function siblingRules([name, { enum: values, sibling }]: [string, Attribute]): JsonSchema[] {
  if (!values || sibling === undefined) return [];
  return Object.entries(values).map(([id, { caption }]) => ({
    if: { required: [name], properties: { [name]: { const: Number(id) } } },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON schema
    then: id === "99" ? { required: [sibling] } : { properties: { [sibling]: { const: caption } } },
  }));
}

function ofDefinition({ attributes, constraints }: Definition): { [keyword: string]: unknown } {
  const usable = Object.entries(attributes).filter(([, it]) => !it.profiles && !it["@deprecated"]);
  return {
    type: "object",
    additionalProperties: false,
    required: usable.filter(([, it]) => it.requirement === "required").map(([name]) => name),
    properties: Object.fromEntries(usable.map(([name, it]) => [name, ofAttribute(it)])),
    allOf: [true, ...usable.flatMap(siblingRules)],
    anyOf: constraints ? constraints.at_least_one.map((name) => ({ required: [name] })) : [true],
  };
}

const typeRules = (uid: number, activities: string[]): JsonSchema[] =>
  activities.map((id) => ({
    if: { required: ["activity_id"], properties: { activity_id: { const: Number(id) } } },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON schema
    then: { properties: { type_uid: { const: uid * 100 + Number(id) } } },
  }));

const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, unicodeRegExp: false });
const definitions = Object.fromEntries(
  Object.entries(schema.objects).map(([name, it]) => [name, ofDefinition(it)]),
);
const validators = new Map<unknown, ValidateFunction>(
  Object.values(schema.classes).map((it) => {
    const activities = Object.keys(it.attributes.activity_id?.enum ?? {});
    const rules = [ofDefinition(it), ...typeRules(it.uid, activities)];
    return [it.uid, ajv.compile({ allOf: rules, definitions })];
  }),
);

/** What is wrong with an event, as paths and messages; empty if it is valid. */
export function ocsfErrors(event: unknown): string[] {
  const { class_uid: uid } = z.object({ class_uid: z.unknown() }).parse(event);
  const validate = validators.get(uid);
  if (!validate) return [`class_uid: ocsf.json has no class ${String(uid)}`];
  return validate(event) ? [] : (validate.errors ?? []).map(tell);
}

const tell = ({ instancePath, message, params }: ErrorObject): string =>
  `${instancePath} ${message} ${JSON.stringify(params)}`;
