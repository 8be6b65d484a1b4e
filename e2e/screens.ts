import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import {
  answerFileDialogs,
  beginConnection,
  type Layerlab,
  layer,
  openTemplate,
  runWords,
} from "./driver.ts";

/** A state of the window that a person comes by, with the way there from the one before. */
export interface Screen {
  readonly name: string;
  readonly open: () => Promise<unknown>;
  /** A change of size closes it, as it closes menus: it is opened again. */
  readonly reopens?: true;
}

export type Language = "en" | "fr";

/** What the app says for an English message. */
export function wordsOf(language: Language): (message: string) => string {
  const file = path.resolve(import.meta.dirname, `../assets/locales/${language}.json`);
  const messages: Readonly<Record<string, string>> = JSON.parse(readFileSync(file, "utf8"));
  return (message) => {
    const said = messages[message];
    if (said === undefined) throw new Error(`Nobody says “${message}”.`);
    return said;
  };
}

/** Every screen, panel and dialog but the first, in an order in which each is reached from the one before. */
export function screensOf(lab: Layerlab, language: Language, home: string): readonly Screen[] {
  const { page } = lab;
  const word = wordsOf(language);
  const dialog = () => page.getByRole("dialog");
  const test = (id: string) => page.getByTestId(id);
  const button = (message: string, place: Page | Locator = page) =>
    place.getByRole("button", { name: word(message), exact: true });
  const close = async () => {
    await page.keyboard.press("Escape");
    await expect(page.locator("dialog[open]")).toHaveCount(0);
  };
  /** On the start screen there are no layers to type. */
  const typed = () =>
    page
      .getByPlaceholder(word("Type a command or a layer"))
      .or(page.getByPlaceholder(word("Type a command"), { exact: true }));
  const command = async (message: string) => {
    await page.keyboard.press("Control+k");
    await typed().fill(word(message));
    await page.keyboard.press("Enter");
  };
  const choose = async (name: string) => {
    await layer(lab, name).locator(".layer-head").click();
    await expect(test("layer-name")).toHaveValue(name);
  };
  const inspectLayer = (name: string) =>
    test("inspect")
      .getByRole("navigation")
      .getByRole("button", { name: new RegExp(`^${name}`) })
      .first()
      .click();
  /** Another network, whatever became of the one before. */
  const another = async (template: string) => {
    await page.keyboard.press("Control+1");
    await button("Layerlab, application menu").click();
    await button("Start screen").click();
    // First the question about changes, then the one about a run.
    const dismissed = dialog().getByRole("button", { name: word("Don't save") });
    await dismissed
      .or(test(`template-${template}`))
      .first()
      .waitFor();
    if (await dismissed.isVisible()) await dismissed.click();
    await openTemplate(lab, template);
    await page.locator("[data-layer]").first().waitFor();
  };
  const train = async (until: RegExp) => {
    await test("train").click();
    await expect(runWords(lab)).toContainText(until, { timeout: 40_000 });
  };
  const trained = new RegExp(word("Trained in {time}.").split(" ")[0] ?? "");
  /** Once opened, it stays so for the next network. */
  const tryIt = async () => {
    await expect(async () => {
      if (!(await test("try-it").isVisible())) await command("Try it");
      await expect(test("try-it")).toBeVisible({ timeout: 1_000 });
    }).toPass();
  };
  /** Where there is little height, the charts are folded away. */
  const showCharts = async () => {
    if (await button("Show the charts").isVisible()) await button("Show the charts").click();
  };
  const chart = async (title: string) => {
    await showCharts();
    await page.getByRole("combobox", { name: word("What the chart shows") }).selectOption(word(title));
  };
  const section = (title: string) => dialog().getByText(word(title), { exact: true }).click();
  const table = path.join(home, "fruit.csv");

  return [
    {
      name: "start, its end",
      open: () => test("start-screen").getByRole("button").last().scrollIntoViewIfNeeded(),
    },
    { name: "application menu", open: () => button("Layerlab, application menu").click(), reopens: true },
    { name: "theme menu", open: () => button("Theme").click(), reopens: true },
    { name: "settings", open: () => page.keyboard.press("Control+,") },
    {
      name: "about",
      open: async () => {
        await close();
        await command("About Layerlab");
        await page.getByText("zod 4").click();
      },
    },
    {
      name: "shortcuts",
      open: async () => {
        await close();
        await page.keyboard.press("F1");
      },
    },
    {
      name: "typical mistakes",
      open: async () => {
        await close();
        await command("Typical mistakes");
      },
    },
    {
      name: "commands",
      open: async () => {
        await close();
        await page.keyboard.press("Control+k");
      },
    },
    {
      name: "no such command",
      open: () => typed().fill("xyzzy"),
    },
    {
      name: "no kept runs",
      open: async () => {
        await close();
        await command("Kept runs");
      },
    },
    {
      name: "a file that is none",
      open: async () => {
        await close();
        const file = path.join(home, "broken.layerlab");
        await writeFile(file, "{");
        await answerFileDialogs(lab, file);
        await page.keyboard.press("Control+o");
        await dialog().waitFor();
      },
    },
    {
      name: "build",
      open: async () => {
        await close();
        await openTemplate(lab, "fashion-classifier");
        await page.locator("[data-layer]").first().waitFor();
      },
    },
    { name: "nothing to inspect", open: () => page.keyboard.press("Control+2") },
    {
      name: "palette search",
      open: async () => {
        await page.keyboard.press("Control+1");
        await test("canvas").click({ position: { x: 5, y: 400 } });
        await page.keyboard.press("/");
        await test("palette-search").fill("norm");
      },
    },
    { name: "no such layer", open: () => test("palette-search").fill("xyzzy") },
    { name: "all layers again", open: () => test("palette-search").fill("") },
    ...["Input", "Conv 2", "ReLU 2", "Add", "Max pool 1", "Dense 1", "Dropout", "Output"].map((name) => ({
      name: `layer ${name}`,
      open: async () => {
        await page.keyboard.press("Escape");
        await choose(name);
      },
    })),
    {
      name: "find on the canvas",
      open: async () => {
        await page.keyboard.press("Control+f");
        await test("canvas-search")
          .getByRole("searchbox")
          .or(test("canvas-search").getByRole("textbox"))
          .fill("conv");
      },
    },
    {
      name: "context menu of a layer",
      open: async () => {
        await page.keyboard.press("Escape");
        await layer(lab, "Conv 1").locator(".layer-head").click({ button: "right" });
      },
      reopens: true,
    },
    {
      name: "context menu of the paper",
      open: async () => {
        await page.keyboard.press("Escape");
        await page.locator(".react-flow__pane").click({ button: "right", position: { x: 6, y: 200 } });
      },
      reopens: true,
    },
    {
      name: "several layers",
      open: async () => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+a");
      },
    },
    {
      name: "a group",
      open: async () => {
        await choose("Conv 2");
        for (const name of ["ReLU 2", "Add"])
          await layer(lab, name)
            .locator(".layer-head")
            .click({ modifiers: ["Shift"] });
        await page.keyboard.press("Control+g");
        await page.locator("[data-testid^=frame-]").waitFor();
      },
    },
    { name: "a collapsed group", open: () => page.keyboard.press("Control+Shift+e") },
    {
      name: "a note",
      open: async () => {
        await command("Add a note");
        await page.keyboard.type("Compare with a wider kernel, and without the skip connection");
        await page.keyboard.press("Escape");
      },
    },
    { name: "outline", open: () => page.keyboard.press("Control+Shift+o") },
    {
      name: "problems",
      open: async () => {
        await page.keyboard.press("Control+Shift+o");
        await page.keyboard.press("Control+z");
        await page.keyboard.press("Control+z");
        await page.keyboard.press("Control+z");
        await choose("Conv 2");
        await test("inspector").locator('[data-field="padding"]').getByRole("combobox").selectOption("valid");
        await showCharts();
        await test("problem-list").waitFor();
      },
    },
    { name: "a problem", open: () => test("problem-Add").click(), reopens: true },
    {
      name: "a refused connection",
      open: async () => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+z");
        await command("Fit the network");
        await beginConnection(lab, "Dense 1", "Conv 1");
        await test("refusal").waitFor();
      },
    },
    {
      name: "data chooser",
      open: async () => {
        await page.mouse.up();
        await page.keyboard.press("Escape");
        await button("Change", test("data-card")).or(page.locator(".data-glyph")).first().click();
      },
      reopens: true,
    },
    {
      name: "data, pictures",
      open: async () => {
        await page.keyboard.press("Escape");
        await command("Look at the data");
        await test("data-panel").locator("canvas").first().waitFor();
      },
    },
    { name: "data, balance", open: () => section("Balance") },
    { name: "data, parts", open: () => section("Parts") },
    { name: "data, scaling", open: () => section("Scaling") },
    {
      name: "training",
      open: async () => {
        await close();
        await train(/\d/);
        await page.locator("[data-testid^=picture-]").first().waitFor();
      },
    },
    {
      name: "training, Conv 1",
      open: () => choose("Conv 1"),
    },
    {
      name: "paused",
      open: async () => {
        await page.keyboard.press("Escape");
        await test("train").click();
        await expect(button("Train one batch", test("dock"))).toBeEnabled();
      },
    },
    {
      name: "paused, edited",
      open: async () => {
        await choose("Dense 1");
        const units = test("inspector").locator('[data-field="units"]').getByRole("textbox");
        await units.fill("96");
        await units.press("Enter");
      },
    },
    { name: "gradient norms", open: () => chart("Gradient norms") },
    { name: "update ratios", open: () => chart("Update ratios") },
    { name: "learning rate", open: () => chart("Learning rate") },
    {
      name: "inspect",
      open: async () => {
        await page.keyboard.press("Control+2");
        await test("microscope").waitFor();
      },
    },
    {
      name: "inspect, explained",
      open: async () => {
        await test("explanation").getByRole("switch").click();
        await test("explanation").getByRole("img").first().waitFor();
        await test("explanation").scrollIntoViewIfNeeded();
      },
    },
    {
      name: "inspect, its end",
      open: () => test("distributions").scrollIntoViewIfNeeded(),
    },
    { name: "inspect, numbers", open: () => inspectLayer("Dense 1") },
    {
      name: "hidden space",
      open: async () => {
        await test("inspect")
          .getByRole("button", { name: word("Hidden space") })
          .click();
        await dialog()
          .getByRole("button", { name: word("Cancel") })
          .waitFor({ state: "detached" });
      },
    },
    {
      name: "try it",
      open: async () => {
        await close();
        await page.keyboard.press("Control+1");
        await tryIt();
      },
    },
    {
      name: "how good is it",
      open: async () => {
        await command("How good is it?");
        await dialog().getByRole("table").first().waitFor();
      },
    },
    {
      name: "kept runs",
      open: async () => {
        await close();
        await command("Kept runs");
        await dialog().waitFor();
      },
    },
    {
      name: "unsaved",
      open: async () => {
        await close();
        await page.keyboard.press("Control+n");
        await dialog().waitFor();
      },
    },
    {
      name: "empty canvas",
      open: async () => {
        await dialog()
          .getByRole("button", { name: word("Don't save") })
          .click();
        await expect(page.locator("[data-layer]")).toHaveCount(0);
      },
    },
    {
      name: "a table",
      open: async () => {
        const rows = Array.from(
          { length: 90 },
          (_, row) => `${row % 7},${row % 11},a note ${row},${row % 3}`,
        );
        await writeFile(table, ["length in centimetres,weight,note,fruit", ...rows, "1,2"].join("\n"));
        await answerFileDialogs(lab, table);
        await page
          .locator(".data-glyph")
          .or(button("Choose a data set", test("palette")))
          .first()
          .click();
        await page
          .locator(".data-entry")
          .filter({ hasText: word("Import a file") })
          .click();
        await button("Use this table", dialog()).waitFor();
      },
    },
    {
      name: "a table with a fault",
      open: async () => {
        await dialog()
          .getByRole("button", { name: word("Use this table") })
          .click();
        await dialog().getByRole("alert").waitFor();
      },
    },
    {
      name: "points, finished",
      open: async () => {
        await close();
        await another("three-blobs");
        await train(trained);
      },
    },
    {
      name: "painter",
      open: async () => {
        await command("Paint points");
        await test("painter").waitFor();
      },
    },
    {
      name: "data, points",
      open: async () => {
        await close();
        await command("Look at the data");
        await test("data-panel").waitFor();
      },
    },
    {
      name: "inspect, points",
      open: async () => {
        await close();
        await page.keyboard.press("Control+2");
        await test("inspect").getByRole("navigation").waitFor();
        await inspectLayer("Dense");
      },
    },
    {
      name: "try it, points",
      open: async () => {
        await page.keyboard.press("Control+1");
        await tryIt();
      },
    },
    {
      name: "how good is it, three classes",
      open: async () => {
        await command("How good is it?");
        await dialog().getByRole("table").first().waitFor();
      },
    },
    {
      name: "curve, finished",
      open: async () => {
        await close();
        await another("curve-through-points");
        await train(/\d/);
      },
    },
    {
      name: "how good is it, numbers",
      open: async () => {
        await command("How good is it?");
        await dialog().getByRole("table").first().waitFor();
      },
    },
    {
      name: "autoencoder",
      open: async () => {
        await close();
        await another("autoencoder");
        await train(/\d/);
        await page.locator("[data-testid^=picture-]").first().waitFor();
      },
    },
    {
      name: "a run to be left",
      open: async () => {
        await button("Layerlab, application menu").click();
        await button("Start screen").click();
        await test("template-iris-flowers").click();
        await dialog().waitFor();
      },
    },
    {
      name: "iris",
      open: async () => {
        await button("Stop it").click();
        await page.locator("[data-layer]").first().waitFor();
        await train(trained);
      },
    },
    {
      name: "data, table",
      open: async () => {
        await command("Look at the data");
        await dialog().getByRole("table").first().waitFor();
      },
    },
    {
      name: "try it, table",
      open: async () => {
        await close();
        await tryIt();
      },
    },
    ...["resnet-8", "vgg-like", "locally-connected", "edge-detectors"].map((template) => ({
      name: template,
      open: () => another(template),
    })),
  ];
}
