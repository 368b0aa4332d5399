import type { FeedText } from "./catalogs";

export const ar: FeedText = {
  direction: "rtl",
  becomes: "←",

  nothingYet: "لم يحدث شيء بعد.",
  nothingOlder: "لا يوجد ما هو أقدم من هذا.",
  nothingMatches: "لا توجد نتائج مطابقة.",
  nothingMatchesYet: "لا توجد نتائج مطابقة حتى الآن.",
  failed: "يتعذّر عرض النشاط الآن. أعد تحميل الصفحة للمحاولة مجددًا.",
  archived: "نُقل ما حدث قبل {date} إلى الأرشيف.",
  loading: "جارٍ تحميل النشاط…",

  older: "نشاط أقدم",
  newest: "العودة إلى الأحدث",
  newEntries:
    "{count, plural, one {نشاط جديد} two {نشاطان جديدان} few {# أنشطة جديدة} many {# نشاطًا جديدًا} other {# نشاط جديد}}",
  manyNewEntries: "أكثر من {count} نشاطًا جديدًا",
  searchedTo: "شمل البحث ما حدث منذ {date}",
  searchOn: "متابعة البحث",
  zone: "الأوقات حسب {zone}",

  repeatedAt:
    "{count, plural, one {مرة واحدة} two {مرتان} few {# مرات} many {# مرة} other {# مرة}} في {from}",
  repeatedBetween:
    "{count, plural, one {مرة واحدة} two {مرتان} few {# مرات} many {# مرة} other {# مرة}} بين {from} و{to}",
  moreFields:
    "و{count, plural, one {حقل آخر} two {حقلان آخران} few {# حقول أخرى} many {# حقلًا آخر} other {# حقل آخر}}",

  denied: "مرفوض",
  failure: "فشل",

  nothing: "لا شيء",
  yes: "نعم",
  no: "لا",

  general: "{actor}: {action} («{resource}»)",
  generalAttempt: "{actor} — محاولة: {action} («{resource}»)",

  as: "{impersonator} باسم {actor}",
  user: "المستخدم {name}",
  unknownUser: "مستخدم",
  apiKey: "مفتاح API {name}",
  unknownApiKey: "مفتاح API",
  service: "الخدمة {name}",
  unknownService: "خدمة",
  system: "النظام ({name})",
  unknownSystem: "النظام",
  anonymous: "شخص ما ({name})",
  unknownAnonymous: "شخص ما",
  resource: "{kind} {id}",
  unknownResource: "غير معروف",
};
