import type { BrowserContextOptions, Page } from "playwright-core";
import type { People } from "./people";
import type { Picture } from "./pictures";
import type { Places } from "./places";
import { visit } from "./visit";

type Look = { width: number; height: number; colorScheme?: "light" | "dark"; locale?: "ar" };

// `post.narrow.webp` is the post page at 360 pixels.
const forms = {
  wide: { width: 1280, height: 800 },
  narrow: { width: 360, height: 800 },
  dark: { width: 1280, height: 800, colorScheme: "dark" },
} as const satisfies Record<string, Look>;

const arabicForms = {
  arabic: { width: 1280, height: 800, locale: "ar" },
  "arabic-narrow": { width: 360, height: 800, locale: "ar" },
} as const satisfies Record<string, Look>;

/** A longer page is cut off at its foot. */
const tallest = { wide: 1_600, narrow: 2_400 };
const largestBytes = 60_000;
const onlyInDevelopment = "nextjs-portal { display: none }";

export function formsOf({ inArabic }: Picture): [string, Look][] {
  return Object.entries({ ...forms, ...(inArabic && arabicForms) });
}

type Scene = { people: People; places: Places };

/** The picture as a WebP file. */
export async function take(picture: Picture, look: Look, scene: Scene): Promise<Buffer> {
  const context = await scene.people.open(picture.who, toOptions(look));
  try {
    if (look.locale)
      await context.addCookies([{ name: "locale", value: look.locale, url: scene.people.baseUrl }]);
    const page = await context.newPage();
    await visit(page, picture.path(scene.places));
    await page.addStyleTag({ content: onlyInDevelopment });
    await picture.prepare?.(page);
    await page.mouse.move(0, 0);
    return await shoot(page, look);
  } finally {
    await context.close();
  }
}

function toOptions({ width, height, colorScheme = "light" }: Look): BrowserContextOptions {
  return { viewport: { width, height }, colorScheme };
}

/** In fewer bytes as long as there are too many: what is small enough at first keeps its quality. */
async function shoot(page: Page, { width }: Look): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const height = Math.min(
    await page.evaluate(() => document.documentElement.scrollHeight),
    width < 800 ? tallest.narrow : tallest.wide,
  );
  const clip = { x: 0, y: 0, width, height, scale: 1 };
  let image = Buffer.alloc(0);
  for (const quality of [80, 65, 50, 35, 20]) {
    const options = { format: "webp", quality, captureBeyondViewport: true, clip } as const;
    const { data } = await session.send("Page.captureScreenshot", options);
    image = Buffer.from(data, "base64");
    if (image.length <= largestBytes) break;
  }
  return image;
}
