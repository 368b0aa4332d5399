import { parseArgs } from "node:util";
import { launchBrowser } from "./browser";
import { finishAlbum, fileName, keep } from "./screenshots/album";
import { formsOf, take } from "./screenshots/camera";
import { startDemo } from "./screenshots/demo";
import { People } from "./screenshots/people";
import { pictures, requireEveryPage } from "./screenshots/pictures";
import { findPlaces } from "./screenshots/places";

// Takes the pictures of docs/screenshots: npm run screenshot [-- --url http://localhost:3000] [--only post]
// Without --url it builds the application and starts it beside a database of its own.
const { values } = parseArgs({ options: { url: { type: "string" }, only: { type: "string" } } });

requireEveryPage();
const demo = values.url === undefined ? await startDemo() : { baseUrl: values.url, stop: async () => {} };
try {
  await takeAll(demo.baseUrl, values.only);
} finally {
  await demo.stop();
}

async function takeAll(baseUrl: string, only: string | undefined): Promise<void> {
  const browser = await launchBrowser();
  try {
    const people = new People(browser, baseUrl);
    const places = await findPlaces(people);
    for (const picture of pictures.filter(({ name }) => only === undefined || name === only)) {
      for (const [form, look] of formsOf(picture)) {
        const image = await take(picture, look, { people, places });
        await keep(picture, form, image);
        console.log(`${fileName(picture, form)}: ${Math.ceil(image.length / 1_000)} kB`);
      }
    }
    await finishAlbum();
  } finally {
    await browser.close();
  }
}
