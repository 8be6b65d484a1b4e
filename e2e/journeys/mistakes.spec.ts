import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, type Locator, test } from "@playwright/test";
import {
  chooseFromMenu,
  connect,
  dragLayer,
  layer,
  resize,
  runWords,
  select,
  selectNothing,
  transport,
} from "../driver.ts";
import { labOfAllTests } from "../lab-of-test.ts";

type Value = number | boolean | string | readonly number[];

interface Mistake {
  readonly name: string;
  readonly template: string;
  readonly steps: readonly (readonly [does: string, ...words: Value[]])[];
  readonly title: string;
  readonly fix: string;
  readonly says: readonly string[];
  readonly isHint?: true;
  readonly byHand?: false;
}

// The unit tests make the same mistakes as edits: what is told and what heals it is one table.
const table = path.resolve(import.meta.dirname, "../../engine/project/mistakes.json");
const mistakes: readonly Mistake[] = JSON.parse(readFileSync(table, "utf8"));

/** One app for all of them: each begins with a template as a new project. */
const lab = labOfAllTests();
test.beforeAll(async () => {
  await resize(lab, 1440, 900);
});

test.describe("a mistake made by hand is explained, put right by its button, undone, done again, and trains:", () => {
  for (const mistake of mistakes.filter(({ byHand }) => byHand !== false))
    test(mistake.name, async () => {
      const { page } = lab;
      await begin(mistake.template);
      const status = page.locator(".status-bar").getByText(/problem|hint/i);
      await expect(status).toHaveText("No problems");
      for (const [does, ...words] of mistake.steps) await hands[does]?.(...words);
      await expect(status).not.toHaveText("No problems");
      const wrong = (await status.textContent()) ?? "";

      const card = page.getByTestId("problem-popover");
      await walkTo(mistake.title);
      for (const part of mistake.says) await expect(card).toContainText(part);
      const fix = card.getByTestId("apply-fix").first();
      await expect(fix).toHaveAccessibleName(`Apply fix: ${mistake.fix}`);
      await fix.click();
      await expect(card).toHaveCount(0);
      await expect(status).not.toHaveText(wrong);
      expect(await told()).not.toContain(mistake.title);
      const healed = (await status.textContent()) ?? "";
      await page.getByTestId("undo").click();
      await expect(status).toHaveText(wrong);
      expect(await told()).toContain(mistake.title);
      await page.getByTestId("redo").click();
      await expect(status).toHaveText(healed);
      expect(await told()).not.toContain(mistake.title);
      await transport(lab, "Train one batch").click();
      await expect(runWords(lab)).toContainText("Paused after batch 1", { timeout: 20_000 });
    });
});

test("numbers that mean nothing are refused where they are typed, with the limits; the value stays", async () => {
  await begin("fashion-classifier");
  await selectNothing(lab);
  const refused = async (row: Locator, typed: string, reason: string) => {
    await row.getByRole("textbox").fill(typed);
    await row.getByRole("textbox").press("Enter");
    await expect(row.getByRole("alert")).toContainText(reason);
    await row.getByRole("textbox").press("Escape");
    await expect(row.getByRole("alert")).toHaveCount(0);
  };
  const field = (part: string, name: string) =>
    inspector().locator(`[data-part="${part}"] [data-field="${name}"]`);
  await refused(field("optimizer", "learningRate"), "0", "The smallest possible value is 1e−6");
  await refused(field("run", "epochs"), "0", "The smallest possible value is 1.");
  await refused(field("run", "batchSize"), "0", "The smallest possible value is 1.");
  await select(lab, "Dropout");
  await refused(inspector().locator('[data-field="rate"]'), "1", "The largest possible value is 0.95.");
  await expect(lab.page.getByTestId("undo")).toBeDisabled();
});

test("a problem's card leads to the setting that causes it", async () => {
  await begin("three-blobs");
  await selectNothing(lab);
  const rate = inspector().locator('[data-part="optimizer"] [data-field="learningRate"]');
  await fill(rate, 10);
  await expect(rate.locator(".field-note")).toContainText("The learning rate 10 is very high");
  await select(lab, "Dense");
  await walkTo("The learning rate 10 is very high for SGD");
  await lab.page.getByRole("button", { name: "Go to the setting" }).click();
  await expect(rate.getByRole("textbox")).toBeFocused();
  await expect(lab.page.getByTestId("problem-popover")).toHaveCount(0);
});

test("the help lists every mistake with what is said of it and its fix", async () => {
  await chooseFromMenu(lab, "Help", "Typical mistakes");
  const help = lab.page.getByRole("dialog", { name: "Typical mistakes" });
  await expect(help.getByRole("term")).toHaveCount(mistakes.length);
  await expect(help).toContainText("A cosine that ends before the run");
  await expect(help).toContainText("Fix: Insert Flatten.");
  await lab.page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
});

/** A template as a new project; what was left of the mistake before is not kept. */
async function begin(template: string): Promise<void> {
  const { page } = lab;
  if ((await page.getByTestId("start-screen").count()) === 0) {
    await page.getByRole("button", { name: "Layerlab, application menu" }).click();
    await page.getByRole("button", { name: "Start screen" }).click();
  }
  await page.getByTestId(`template-${template}`).click();
  const discard = page.getByRole("button", { name: "Don't save" });
  const canvas = page.getByTestId("canvas");
  await expect(discard.or(canvas).first()).toBeVisible();
  if (await discard.isVisible()) await discard.click();
  await page.getByTestId("start-screen").waitFor({ state: "detached" });
}

/** F8 walks through what is told; the mistake is among the first few. */
async function walkTo(title: string): Promise<void> {
  const card = lab.page.getByTestId("problem-popover");
  await expect(async () => {
    await lab.page.keyboard.press("F8");
    await expect(card).toHaveAttribute("aria-label", title, { timeout: 500 });
  }).toPass({ timeout: 10_000 });
}

/** All that is told: F8 walks through as many as the status bar counts. */
async function told(): Promise<readonly string[]> {
  const { page } = lab;
  const counted =
    (await page
      .locator(".status-bar")
      .getByText(/problem|hint/i)
      .textContent()) ?? "";
  const count = (counted.match(/\d+/g) ?? []).reduce((sum, part) => sum + Number(part), 0);
  const card = page.getByTestId("problem-popover");
  const titles: string[] = [];
  for (let at = 0; at < count; at++) {
    await page.keyboard.press("F8");
    await expect(card).toBeVisible();
    titles.push((await card.getAttribute("aria-label")) ?? "");
  }
  await page.keyboard.press("Escape");
  await expect(card).toHaveCount(0);
  return titles;
}

/** The panel of the data, at one of its sections. */
async function dataPanel(section: string): Promise<Locator> {
  await selectNothing(lab);
  await lab.page.getByRole("button", { name: "Parts and scaling" }).click();
  const panel = lab.page.locator("dialog[open]");
  await panel.getByRole("radio", { name: section }).click();
  return panel;
}

/** What a person does with mouse and keys for each step of the table. */
const hands: Readonly<Record<string, (...words: Value[]) => Promise<void>>> = {
  async set(name, field, value) {
    await select(lab, String(name));
    await fill(inspector().locator(`[data-field="${field}"]`), value);
  },
  async train(part, field, value) {
    await selectNothing(lab);
    await fill(inspector().locator(`[data-part="${part}"] [data-field="${field}"]`), value);
  },
  async choose(part, name) {
    await hands.train?.(part as Value, part as Value, name as Value);
  },
  async add(kind, after) {
    await select(lab, String(after));
    await lab.page.getByTestId(`palette-${kind}`).click();
  },
  async drop(kind) {
    await dragLayer(lab, String(kind), { x: 420, y: 430 });
  },
  connect: (from, to) => connect(lab, String(from), String(to)),
  async cut(from, to) {
    const spoken = lab.page.locator("title", { hasText: new RegExp(`^${from} to ${to},`) });
    const line = lab.page.locator("[data-edge-id]").filter({ has: spoken }).locator(".tensor-line");
    const box = await line.boundingBox();
    if (!box) throw new Error(`There is no line from ${from} to ${to}.`);
    await lab.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await lab.page.keyboard.press("Delete");
  },
  async remove(name) {
    await select(lab, String(name));
    await lab.page.keyboard.press("Delete");
    await expect(layer(lab, String(name))).toHaveCount(0);
  },
  async data(title) {
    await lab.page.getByTestId("data-card").getByRole("button", { name: "Change" }).click();
    await lab.page.locator(".data-chooser .data-entry", { hasText: String(title) }).click();
    await lab.page.keyboard.press("Escape");
  },
  async split(field, value) {
    const panel = await dataPanel("Parts");
    await panel.getByRole("switch", { name: "Divide anew" }).click();
    await fill(panel.locator(`[data-field="${field}"]`), value);
    await panel.getByRole("button", { name: "Close" }).click();
  },
  async scale(name) {
    const panel = await dataPanel("Scaling");
    await panel.getByRole("combobox", { name: "Numbers are seen" }).selectOption(String(name));
    await panel.getByRole("button", { name: "Close" }).click();
  },
  async points(field, value) {
    await lab.page.getByTestId("data-card").getByRole("button", { name: "Change" }).click();
    await fill(lab.page.locator(`.data-chooser [data-field="${field}"]`), value);
    await lab.page.keyboard.press("Escape");
  },
};

const inspector = () => lab.page.getByTestId("inspector");

/** Sets a field of a form, whatever its control is. */
async function fill(row: Locator, value: Value | undefined): Promise<void> {
  await expect(row).toBeVisible();
  if (typeof value === "boolean") return row.getByRole("switch").click();
  if (typeof value === "string") {
    if ((await row.locator("select").count()) > 0) await row.locator("select").selectOption(value);
    else await row.locator("label", { hasText: new RegExp(value, "i") }).click();
    return;
  }
  const texts = row.getByRole("textbox");
  const numbers = typeof value === "object" ? value : [value];
  for (const [at, number] of numbers.entries()) {
    await texts.nth(at).fill(String(number));
    await texts.nth(at).press("Enter");
  }
}
