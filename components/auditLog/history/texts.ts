import type { Spoken } from "@/components/auditLog/text/catalogs";

type Texts = typeof en;

const en = {
  first: "First entry",
  last: "Newest entry",
  entries: "Entries",
  moreThan: (count: string) => `More than ${count}`,
  partial: (count: string) => `Of the newest ${count} entries`,
  actions: "Most frequent actions",
  actors: "Most frequent actors",
  addresses: "Addresses used",
  times: (count: string) => `${count} ×`,
  none: "There is nothing to sum up yet.",
  failed: "The summary can’t be shown just now. Reload the page to try again.",
  loading: "Loading the summary…",
};

const ar: Texts = {
  first: "أول قيد",
  last: "أحدث قيد",
  entries: "القيود",
  moreThan: (count) => `أكثر من ${count}`,
  partial: (count) => `من أحدث ${count} قيد`,
  actions: "الإجراءات الأكثر تكرارًا",
  actors: "أكثر الفاعلين",
  addresses: "العناوين المستخدمة",
  times: (count) => `${count} ×`,
  none: "لا يوجد ما يُلخَّص بعد.",
  failed: "لا يمكن عرض الملخص الآن. أعد تحميل الصفحة للمحاولة من جديد.",
  loading: "يجري تحميل الملخص…",
};

const catalogs = new Map([
  ["en", en],
  ["ar", ar],
]);

export function historyTexts({ language }: Pick<Spoken, "language">): Texts {
  return catalogs.get(language) ?? en;
}
