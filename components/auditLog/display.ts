/** How a viewer reads: in which language, and by which clock. */
export type Display = {
  /** A BCP 47 tag, e.g. `en` or `ar`. A language that the feed does not speak is read in English. */
  locale: string;
  /** An IANA zone, e.g. `Asia/Kathmandu`. One that does not exist is read as UTC. */
  timeZone: string;
};

export const defaultDisplay: Display = { locale: "en", timeZone: "UTC" };
