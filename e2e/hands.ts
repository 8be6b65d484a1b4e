import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { type Layerlab, layer, openTemplate, runWords } from "./driver.ts";

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

export type Hands = ReturnType<typeof handsOf>;

/** What a person does again and again on the way through the screens, in a language. */
export function handsOf(lab: Layerlab, language: Language, home: string) {
  const { page } = lab;
  const word = wordsOf(language);
  const dialog = () => page.getByRole("dialog");
  const test = (id: string) => page.getByTestId(id);
  const button = (message: string, place: Page | Locator = page) =>
    place.getByRole("button", { name: word(message), exact: true });
  const close = async () => {
    // A first Escape may take the tip of what is pointed at.
    await expect(async () => {
      await page.keyboard.press("Escape");
      await expect(page.locator("dialog[open]")).toHaveCount(0, { timeout: 1000 });
    }).toPass({ timeout: 10_000 });
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
    // After a change of size they may still be about to come by themselves: then the click hid them.
    await expect(async () => {
      if (await button("Show the charts").isVisible()) await button("Show the charts").click();
      await expect(button("Hide the charts")).toBeVisible({ timeout: 1_000 });
    }).toPass();
  };
  const chart = async (title: string) => {
    await showCharts();
    await page.getByRole("combobox", { name: word("What the chart shows") }).selectOption(word(title));
  };
  const section = (title: string) => dialog().getByText(word(title), { exact: true }).click();
  const table = path.join(home, "fruit.csv");
  return {
    lab,
    page,
    home,
    word,
    dialog,
    test,
    button,
    close,
    typed,
    command,
    choose,
    inspectLayer,
    another,
    train,
    trained,
    tryIt,
    showCharts,
    chart,
    section,
    table,
  };
}
