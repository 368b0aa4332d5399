// Scripts whose letters change their shape by a joiner between them; so do emoji.
const joining =
  "Arabic Syriac Mongolian Nko Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar Tibetan"
    .split(" ")
    .map((script) => String.raw`\p{Script=${script}}`)
    .join("");
const letter = String.raw`[${joining}\p{M}]`;
const emoji = String.raw`[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]`;
const needed = String.raw`(?<=${letter})[\u200C\u200D](?=${letter})|(?<=${emoji})\u200D(?=${emoji})|(?<=${emoji})\uFE0F`;

/**
 * Each character that nobody sees, by what Unicode says of it: zero-width and direction characters, fillers, tags,
 * controls but for tab and line ends, halves of characters, and U+2800, a Braille cell without dots. Joiners
 * and U+FE0F are among them only where they shape nothing.
 */
export const hidden = new RegExp(
  String.raw`(?!${needed})[\p{Default_Ignorable_Code_Point}\p{Cs}\uFFF9-\uFFFB\u2028\u2029\u2800]|(?![\t\n\r])\p{Cc}`,
  "gu",
);
