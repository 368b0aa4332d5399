import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formsOf } from "./camera";
import { pictures, type Picture } from "./pictures";

export const folder = "docs/screenshots";

export function fileName({ name }: Picture, form: string): string {
  return `${name}.${form}.webp`;
}

export async function keep(picture: Picture, form: string, image: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, fileName(picture, form)), image);
}

/** Every file there is to be. */
export function listFiles(): string[] {
  return pictures.flatMap((picture) => formsOf(picture).map(([form]) => fileName(picture, form)));
}

/** Writes the index, and removes the pictures of what is no longer in the table. */
export async function finishAlbum(): Promise<void> {
  const wanted = new Set([...listFiles(), "README.md"]);
  await writeFile(join(folder, "README.md"), toIndex());
  for (const file of await readdir(folder)) if (!wanted.has(file)) await rm(join(folder, file));
}

export function toIndex(): string {
  return [
    "# Screenshots",
    "",
    "Every page, with the demo data: 1280 pixels wide, 360 pixels wide, and dark. `npm run screenshot` takes",
    "them and writes this page; `tests/setup/screenshots/pictures.ts` is the list.",
    ...pictures.flatMap(toSection),
    "",
  ].join("\n");
}

function toSection(picture: Picture): string[] {
  const forms = formsOf(picture).map(([form]) => `[${form}](${fileName(picture, form)})`);
  const { title, of } = picture;
  return [
    "",
    `## ${title}`,
    "",
    `${of === null ? "" : `\`${of}\`: `}${forms.join(", ")}`,
    "",
    ...toImages(picture),
  ];
}

function toImages(picture: Picture): string[] {
  const shown = [
    { form: "wide", width: 560 },
    { form: "narrow", width: 160 },
  ];
  return shown.map(({ form, width }) => {
    const file = fileName(picture, form);
    return `<a href="${file}"><img src="${file}" alt="${picture.title}, ${form}" width="${width}"></a>`;
  });
}
