import { readFile } from "node:fs/promises";
import { expect, type Locator, test } from "@playwright/test";
import {
  answerFileDialogs,
  chooseFromMenu,
  layer,
  openTemplate,
  runWords,
  savedGraph,
  select,
  transport,
  waitForCurve,
} from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const block = (name: string) => lab.page.getByTestId(`block-${name}`);
const frame = (name: string) => lab.page.getByTestId(`frame-${name}`);
const title = (name: string) => frame(name).locator(".frame-title");
const undo = () => lab.page.getByTestId("undo");

async function pick(...names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries())
    await layer(lab, name)
      .locator(".layer-head")
      .click(index === 0 ? {} : { modifiers: ["Shift"] });
}

async function box(of: Locator) {
  const found = await of.boundingBox();
  if (!found) throw new Error(`Not on the screen: ${of}`);
  return found;
}

test("layers become a block with its own shapes and counts, which is undone by name, saved, opened and trained", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  const before = await savedGraph(lab, lab.file("before.layerlab"));
  await select(lab, "Conv 2");
  const into = (await page.getByTestId("shapes").locator(".shape-text").first().textContent()) ?? "";

  await pick("Conv 2", "Tanh 2", "Average pool 2");
  await page.keyboard.press("Control+g");
  await expect(frame("Block 1")).toBeVisible();
  await expect(undo()).toHaveAccessibleName(/Undo group 3 layers/);
  await page.getByTestId("group-name").fill("Feature extractor");
  await page.keyboard.press("Enter");
  await page.getByTestId("group-toggle").click();

  const one = block("Feature extractor");
  await expect(one).toContainText("3 layers");
  await expect(one).toContainText("2,416");
  await expect(one).toContainText(`${into} → 16×5×5`);
  await expect(layer(lab, "Conv 2")).toHaveCount(0);
  await expect(page.getByTestId("group-parameters")).toHaveText("2,416");
  await expect(one).toHaveAccessibleName(
    /Feature extractor, group of 3 layers, input .*, output 16×5×5, 2,416 parameters, no problems/,
  );

  const file = lab.file("grouped.layerlab");
  const grouped = await savedGraph(lab, file);
  expect(grouped).toMatchObject({ groups: [{ name: "Feature extractor", collapsed: true }] });
  await page.keyboard.press("Control+Shift+g");
  await expect(layer(lab, "Conv 2")).toBeVisible();
  expect(await savedGraph(lab, lab.file("flat.layerlab"))).toEqual(before);
  await undo().click();
  await expect(one).toBeVisible();

  await transport(lab, "Train").click();
  await waitForCurve(lab);
  await one.dblclick();
  await expect(layer(lab, "Tanh 2")).toBeVisible();
  // A group is for reading: the run goes on with the same network.
  await expect(page.getByText(/next run|new version/i)).toHaveCount(0);
});

test("a block is moved, copied, walked to, connected and deleted as one, and its frame as well", async () => {
  const { page } = lab;
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openTemplate(lab, "two-spirals");
  await pick("Dense 2", "ReLU 2");
  await chooseFromMenu(lab, "Edit", "Group");

  // The frame takes its layers along.
  const start = await box(layer(lab, "Dense 2"));
  const handle = await box(title("Block 1"));
  await page.mouse.move(handle.x + handle.width - 6, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(handle.x + handle.width - 6, handle.y + 110, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => (await box(layer(lab, "Dense 2"))).y - start.y).toBeGreaterThan(60);
  await expect(undo()).toHaveAccessibleName(/Undo move 2 layers/);
  await undo().click();

  // Renamed on its frame; Escape takes back.
  await title("Block 1").dblclick();
  await page.keyboard.type("Hidden");
  await page.keyboard.press("Escape");
  await expect(title("Block 1")).toBeVisible();
  await title("Block 1").dblclick();
  await page.keyboard.type("Hidden");
  await page.keyboard.press("Enter");
  await frame("Hidden").getByRole("button", { name: "Collapse Hidden" }).click();
  await expect(block("Hidden")).toBeVisible();

  // The keyboard walks to the block and past it.
  await layer(lab, "ReLU 1").locator(".layer-head").click();
  await page.keyboard.press("ArrowRight");
  await expect(block("Hidden")).toBeFocused();
  await expect(page.getByTestId("group-name")).toHaveValue("Hidden");
  await page.keyboard.press("Alt+ArrowDown");
  await expect(undo()).toHaveAccessibleName(/Undo move 2 layers/);
  await undo().click();

  // Found by what is hidden in it.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+f");
  await page.keyboard.type("relu 2");
  await expect(page.getByTestId("group-name")).toHaveValue("Hidden");
  await page.keyboard.press("Escape");

  // A copy is a block, too, and is connected like a layer.
  await page.keyboard.press("Control+d");
  await expect(block("Hidden 2")).toBeVisible();
  await expect(block("Hidden 2")).toContainText("?");
  await page.keyboard.press("Control+Shift+l");
  const out = layer(lab, "ReLU 1").locator('[data-port="out"]');
  const input = block("Hidden 2").locator('[data-port="in-0"]');
  const [from, to] = [await box(out), await box(input)];
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
  await page.mouse.up();
  await expect(undo()).toHaveAccessibleName(/Undo connect ReLU 1 to Dense 4/);
  await expect(block("Hidden 2")).not.toContainText("?");

  // Deleted as one.
  await block("Hidden 2").click();
  await page.keyboard.press("Delete");
  await expect(block("Hidden 2")).toHaveCount(0);
  await expect(undo()).toHaveAccessibleName(/Undo delete 2 layers/);
});

test("a problem of a hidden layer is marked on the block, and going to it expands the block", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  await pick("Conv 2", "Tanh 2", "Average pool 2");
  await page.keyboard.press("Control+g");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("collapse or expand");
  await page.keyboard.press("Enter");
  await expect(block("Block 1")).toBeVisible();
  // The line into the block is cut.
  await page
    .locator(".react-flow__edge")
    .filter({ has: page.locator("title", { hasText: "to Block 1" }) })
    .click();
  await page.keyboard.press("Delete");
  await expect(block("Block 1")).toHaveAccessibleName(/needs|input/i);
  await page.getByTestId("problem-Block 1").click();
  await expect(layer(lab, "Conv 2")).toBeVisible();
  await expect(page.getByTestId("problem-popover")).toBeVisible();
  await expect(undo()).toHaveAccessibleName(/Undo expand Block 1/);
});

test("a group grows by what is selected with it, takes in what is put between, and lets a layer out", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  await pick("Conv 2", "Tanh 2");
  await page.keyboard.press("Control+g");
  await pick("Conv 2", "Tanh 2", "Average pool 2");
  await page.keyboard.press("Control+g");
  await expect(page.getByTestId("group-layers").getByRole("listitem")).toHaveCount(3);
  await expect(page.getByTestId("group-name")).toHaveValue("Block 1");

  await select(lab, "Conv 2");
  await page.keyboard.press("r");
  await title("Block 1").getByText("Block 1").click();
  await expect(page.getByTestId("group-layers").getByRole("listitem")).toHaveCount(4);

  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Shift+1");
  await select(lab, "Tanh 2");
  await page.keyboard.press("Control+Shift+g");
  await expect(undo()).toHaveAccessibleName(/Undo take Tanh 2 out of Block 1/);
  await layer(lab, "Conv 2").locator(".layer-head").click();
  await page.keyboard.press("Control+Shift+e");
  await expect(block("Block 1")).toContainText("3 layers");
  await expect(layer(lab, "Tanh 2")).toBeVisible();
});

test("layers are grouped, collapsed and ungrouped from the menu of a right click", async () => {
  const { page } = lab;
  const item = (name: RegExp) => page.getByRole("menuitem", { name });
  await openTemplate(lab, "lenet-5");
  await layer(lab, "Conv 2").click({ button: "right" });
  await expect(item(/^Delete/)).toBeVisible();
  await expect(item(/^Ungroup/)).toHaveCount(0);
  await page.keyboard.press("Escape");

  await pick("Conv 2", "Tanh 2");
  await layer(lab, "Tanh 2").click({ button: "right" });
  await item(/^Group the selected layers/).click();
  await expect(frame("Block 1")).toBeVisible();
  await layer(lab, "Conv 2").click({ button: "right" });
  await item(/^Collapse or expand/).click();
  await expect(block("Block 1")).toContainText("2 layers");
  await block("Block 1").click({ button: "right" });
  await item(/^Ungroup/).click();
  await expect(undo()).toHaveAccessibleName(/Undo ungroup Block 1/);
  await expect(layer(lab, "Tanh 2")).toBeVisible();
});

test("a block is copied from one project and pasted into another, also as text from elsewhere", async () => {
  const { page, app } = lab;
  await openTemplate(lab, "two-spirals");
  await pick("Dense 2", "ReLU 2");
  await page.keyboard.press("Control+g");
  await page.getByTestId("group-name").fill("Hidden");
  await page.keyboard.press("Enter");
  await page.getByTestId("group-toggle").click();
  await block("Hidden").click();
  await chooseFromMenu(lab, "Edit", "Copy");
  const clipboardText = () => app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(clipboardText).toContain('"Hidden"');
  const text = await clipboardText();

  await startAnew("three-blobs");
  await expect(layer(lab, "Output")).toBeVisible();
  await chooseFromMenu(lab, "Edit", "Paste");
  await expect(block("Hidden")).toContainText("2 layers");
  await expect(undo()).toHaveAccessibleName(/Undo paste 2 layers/);
  const pasted = await savedGraph(lab, lab.file("pasted.layerlab"));
  expect(pasted).toMatchObject({ groups: [{ name: "Hidden", collapsed: true }] });

  // As a mail or a text file hands it over: the text alone.
  await app.evaluate(({ clipboard }, words) => {
    clipboard.clear();
    clipboard.writeText(words);
  }, text);
  await chooseFromMenu(lab, "Edit", "Paste");
  await expect(block("Hidden 2")).toContainText("2 layers");
  await block("Hidden 2").dblclick();
  await expect(frame("Hidden 2")).toBeVisible();
  await expect(layer(lab, "Activation")).toBeVisible();
});

test("a grouped network trains and is exported like the same one without groups", async () => {
  test.setTimeout(90_000);
  const { page } = lab;
  await openTemplate(lab, "resnet-8");
  const all = ["Residual block 1", "Residual block 2", "Residual block 3"];
  for (const name of all) await expect(block(name)).toBeVisible();
  const grouped = await oneBatchExported("grouped.json");
  await layer(lab, "Input").locator(".layer-head").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+Shift+g");
  await expect(undo()).toHaveAccessibleName(/Undo ungroup 3 groups/);
  await expect(layer(lab, "Conv 7")).toBeVisible();
  const flat = await oneBatchExported("flat.json");
  expect(grouped.graph).not.toHaveProperty("groups");
  expect(grouped.weightsHash).toMatch(/^[0-9a-f]{64}$/);
  const withoutPlaces = ({ graph, ...others }: Exported) => ({
    ...others,
    graph: { ...graph, nodes: graph.nodes.map(({ x: _x, y: _y, ...node }) => node) },
  });
  expect(withoutPlaces(grouped)).toEqual(withoutPlaces(flat));

  // The grouped one, taken back: no block, and no layer hides another.
  await answerFileDialogs(lab, lab.file("grouped.json"));
  await chooseFromMenu(lab, "File", "Import model…");
  await page.getByRole("button", { name: "Don't save" }).click();
  await expect(page.getByRole("dialog", { name: "The model is imported" })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("Escape");
  await expect(page.locator("[data-layer]")).toHaveCount(30);
  await page.keyboard.press("Shift+Digit1");
  const boxes = await page.locator("[data-layer]").evaluateAll((all) =>
    all.map((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return { name: one.getAttribute("aria-label") ?? "", left, right, top, bottom };
    }),
  );
  const covered = boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top)
      .map((b) => `${a.name} and ${b.name}`),
  );
  expect(covered).toEqual([]);
});

interface Exported {
  readonly weightsHash: string;
  readonly graph: { readonly nodes: readonly { readonly x: number; readonly y: number }[] };
}

/** Trains anew for one batch and exports the model. */
async function oneBatchExported(name: string): Promise<Exported> {
  const forget = transport(lab, "Forget the run, back to untrained");
  if ((await forget.getAttribute("aria-disabled")) === null) await forget.click();
  await expect(runWords(lab)).toHaveText("Not trained yet");
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1", { timeout: 30_000 });
  const file = lab.file(name);
  await answerFileDialogs(lab, file);
  await chooseFromMenu(lab, "File", "Export model…");
  const told = lab.page.getByRole("dialog", { name: "The model is exported" });
  await expect(told).toBeVisible();
  await lab.page.keyboard.press("Escape");
  await expect(told).toHaveCount(0);
  return JSON.parse(await readFile(file, "utf8"));
}

/** Another template instead of what is open, which is not kept. */
async function startAnew(template: string): Promise<void> {
  const { page } = lab;
  await page.getByRole("button", { name: "Layerlab, application menu" }).click();
  await page.getByRole("button", { name: "Start screen" }).click();
  await page.getByTestId(`template-${template}`).click();
  await page.getByRole("button", { name: "Don't save" }).click();
  await page.getByTestId("start-screen").waitFor({ state: "detached" });
}
