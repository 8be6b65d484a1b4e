import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { type Layerlab, launchLayerlab } from "../driver.ts";
import { type Hands, handsOf, type Language, type Screen } from "../hands.ts";
import { misplaced } from "../misplaced.ts";
import { screensOfBuilding } from "../screens-of-building.ts";
import { screensOfLongNames } from "../screens-of-long-names.ts";
import { screensOfRuns } from "../screens-of-runs.ts";

/** Where pictures of every screen are put; without it none are taken. */
const gallery = process.env.LAYERLAB_PICTURES;

/** Settings of the app as `language=en,textSize=200`, instead of the two ways that are always walked. */
const chosen = process.env.LAYERLAB_SCREENS;
const ways: readonly Readonly<Record<string, string>>[] =
  chosen === undefined
    ? [
        { language: "en", textSize: "100" },
        { language: "fr", textSize: "125" },
      ]
    : [{ language: "en", ...Object.fromEntries(chosen.split(",").map((each) => each.split("="))) }];

/** With the system's high contrast colours, as in Windows' contrast themes. */
const forcedColors = process.env.LAYERLAB_FORCED_COLOURS === undefined ? "none" : "active";

let home: string;
let lab: Layerlab;
test.beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "layerlab-screens-"));
});
test.afterEach(async () => {
  await lab.close();
  await rm(home, { recursive: true, force: true });
});

const sizes = [
  [1440, 900],
  [1024, 700],
] as const;

async function resizeTo(width: number, height: number): Promise<void> {
  await lab.app.evaluate(
    ({ BrowserWindow }, [wide, high]) => BrowserWindow.getAllWindows()[0]?.setContentSize(wide, high),
    [width, height] as const,
  );
  await expect
    .poll(() => lab.page.evaluate(() => Math.round(window.innerWidth * window.devicePixelRatio)), {
      intervals: [20, 40, 80],
    })
    .toBe(width);
}

/** What is found more than once: panels may still be on their way to where they belong. */
async function lasting(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  let faults = await look();
  for (let time = 0; time < 4 && faults.length > 0; time++) {
    await lab.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
    const again = await look();
    faults = faults.filter((fault) => again.includes(fault));
  }
  return faults;
}

async function takePictures(name: string): Promise<void> {
  if (gallery === undefined) return;
  await mkdir(path.dirname(name), { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    await lab.page.emulateMedia({ colorScheme });
    // Painted twice: the first may still be on its way.
    await lab.page.evaluate(
      () =>
        new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))),
    );
    // Of the window itself: Playwright's own picture cuts off what a larger text size pushes to the side.
    const png = await lab.app.evaluate(async ({ BrowserWindow }) =>
      (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString("base64"),
    );
    await writeFile(`${name}-${colorScheme}.png`, Buffer.from(png ?? "", "base64"));
  }
}

type Way = Readonly<Record<string, string>>;

/** Opens each of the screens at both sizes and looks at it. */
async function walk(
  way: Way,
  screensOfWay: (hands: Hands) => readonly Screen[],
  album: string,
): Promise<void> {
  test.setTimeout(gallery === undefined ? 240_000 : 900_000);
  await writeFile(path.join(home, "settings.json"), JSON.stringify(way));
  lab = await launchLayerlab({ home });
  lab.page.setDefaultTimeout(8_000);
  await lab.page.emulateMedia({ reducedMotion: "reduce", forcedColors });
  await lab.page.getByTestId("template-three-blobs").waitFor();
  const found: Record<string, readonly string[]> = {};
  const first: Screen = { name: "start", open: async () => {} };
  const hands = handsOf(lab, way.language as Language, home);
  for (const [index, screen] of [first, ...screensOfWay(hands)].entries()) {
    for (const [width, height] of sizes) {
      await resizeTo(width, height);
      if (width !== sizes[0][0] && screen.reopens) await lab.page.keyboard.press("Escape");
      if (width === sizes[0][0] || screen.reopens)
        await screen.open().catch((error: unknown) => {
          found[`${screen.name}, ${width}: not reached`] = [String(error).slice(0, 300)];
        });
      const faults = await lasting(() => misplaced(lab));
      if (faults.length > 0) found[`${screen.name}, ${width}`] = faults;
      const number = String(index).padStart(2, "0");
      await takePictures(
        path.join(gallery ?? "", album, `${number}-${screen.name.replaceAll(/[ ,]+/g, "-")}-${width}`),
      );
    }
  }
  expect(found).toEqual({});
}

for (const way of ways)
  test(`nothing is cut, covered or out of the window on any screen, ${Object.values(way).join(", ")}`, () =>
    walk(way, (hands) => [...screensOfBuilding(hands), ...screensOfRuns(hands)], String(way.language)));

for (const kind of ["one word", "many words"] as const)
  test(`nor is it where every name has 80 letters, ${kind}`, () =>
    walk({ language: "en", textSize: "100" }, (hands) => screensOfLongNames(hands, kind), kind));
