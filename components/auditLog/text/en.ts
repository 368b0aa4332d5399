/** What the feed itself says; ICU messages. */
export const en = {
  direction: "ltr",
  becomes: "→",

  nothingYet: "Nothing has happened yet.",
  nothingOlder: "Nothing older than this.",
  nothingMatches: "Nothing matches.",
  nothingMatchesYet: "Nothing matches so far.",
  failed: "The activity can’t be shown just now. Reload the page to try again.",
  archived: "What happened before {date} is archived.",
  loading: "Loading the activity…",

  older: "Older activity",
  newest: "Back to the newest",
  newEntries: "{count, plural, one {# new entry} other {# new entries}}",
  manyNewEntries: "{count}+ new entries",
  searchedTo: "Searched back to {date}",
  searchOn: "Go on searching",
  zone: "Times in {zone}",

  repeatedAt: "{count, plural, one {# time} other {# times}} at {from}",
  repeatedBetween: "{count, plural, one {# time} other {# times}} between {from} and {to}",
  moreFields: "and {count, plural, one {# more field} other {# more fields}}",

  denied: "Denied",
  failure: "Failed",

  nothing: "nothing",
  yes: "yes",
  no: "no",

  general: "{actor}: {action} (“{resource}”)",
  generalAttempt: "{actor} tried: {action} (“{resource}”)",

  as: "{impersonator} as {actor}",
  user: "User {name}",
  unknownUser: "A user",
  apiKey: "API key {name}",
  unknownApiKey: "An API key",
  service: "Service {name}",
  unknownService: "A service",
  system: "The system ({name})",
  unknownSystem: "The system",
  anonymous: "Somebody ({name})",
  unknownAnonymous: "Somebody",
  resource: "{kind} {id}",
  unknownResource: "unknown",
};
