import type { Spoken } from "@/components/auditLog/text/catalogs";

type Texts = typeof en;

const en = {
  id: "Entry",
  happened: "Happened",
  recorded: "Recorded",
  lateBy: (span: string) => `${span} after it happened: it was delivered late, or imported.`,
  action: "Action",
  outcome: "Outcome",
  outcomes: new Map([
    ["success", "Success"],
    ["failure", "Failed"],
    ["denied", "Denied"],
  ]),
  actor: "Actor",
  impersonator: "Acting as the actor",
  resource: "Resource",
  organization: "Organization",
  platform: "The platform itself",
  ip: "IP address",
  userAgent: "User agent",
  requestId: "Request",
  permalink: "Permalink",
  notRecorded: "Not recorded",
  noName: "No name",
  sameRequest: "Search for its entries",
  changedFields: "Changed fields",
  field: "Field",
  before: "Before",
  after: "After",
  noChanges: "It names no changed fields.",
  noMetadata: "It has none.",
  nothing: "nothing",
  emptyText: "empty text",
  emptyList: "empty list",
  noFields: "no fields",
  tooDeep: "nested deeper than is shown here: see the raw JSON",
  moreCharacters: (count: string) => `… and ${count} more characters, in the raw JSON`,
  moreItems: (count: string) => `and ${count} more, in the raw JSON`,
  showJson: "Show the entry as JSON",
  json: "The entry as JSON",
  noJson: "It is nested too deeply to be written as JSON here. An export holds it whole.",
};

const ar: Texts = {
  id: "القيد",
  happened: "وقت الحدوث",
  recorded: "وقت التسجيل",
  lateBy: (span) => `بعد الحدوث بـ ${span}: وصل القيد متأخرًا أو جرى استيراده.`,
  action: "الإجراء",
  outcome: "النتيجة",
  outcomes: new Map([
    ["success", "نجاح"],
    ["failure", "فشل"],
    ["denied", "مرفوض"],
  ]),
  actor: "الفاعل",
  impersonator: "من تصرّف باسم الفاعل",
  resource: "المورد",
  organization: "المؤسسة",
  platform: "المنصة نفسها",
  ip: "عنوان IP",
  userAgent: "وكيل المستخدم",
  requestId: "الطلب",
  permalink: "الرابط الدائم",
  notRecorded: "غير مسجّل",
  noName: "بلا اسم",
  sameRequest: "البحث عن قيوده",
  changedFields: "الحقول المتغيرة",
  field: "الحقل",
  before: "قبل",
  after: "بعد",
  noChanges: "لا يذكر القيد حقولًا متغيرة.",
  noMetadata: "لا توجد.",
  nothing: "لا شيء",
  emptyText: "نص فارغ",
  emptyList: "قائمة فارغة",
  noFields: "بلا حقول",
  tooDeep: "متداخل أعمق مما يُعرض هنا: انظر JSON الخام",
  moreCharacters: (count) => `… و${count} حرفًا أخرى في JSON الخام`,
  moreItems: (count) => `و${count} أخرى في JSON الخام`,
  showJson: "عرض القيد بصيغة JSON",
  json: "القيد بصيغة JSON",
  noJson: "القيد متداخل بعمق لا يُكتب معه JSON هنا. التصدير يحويه كاملًا.",
};

const catalogs = new Map([
  ["en", en],
  ["ar", ar],
]);

/** The words around an entry's fields. */
export function entryTexts({ language }: Pick<Spoken, "language">): Texts {
  return catalogs.get(language) ?? en;
}
