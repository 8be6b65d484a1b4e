import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { chooseFromMenu, layer, openTemplate } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const outline = () => lab.page.getByRole("tree", { name: "The network in order" });
const line = (name: string | RegExp) => outline().getByRole("treeitem", { name });
const undo = () => lab.page.getByTestId("undo");
const key = (keys: string) => lab.page.keyboard.press(keys);

/** The lines from the first to the last, as they are heard. */
function lines(): Promise<string[]> {
  return outline()
    .getByRole("treeitem")
    .evaluateAll((all) => all.map((one) => (one.getAttribute("aria-label") ?? "").split(",")[0] ?? ""));
}

test("Ctrl Shift O shows the network as a tree with shapes, parameters and branches; what is chosen there is on the canvas", async () => {
  await openTemplate(lab, "resnet-8");
  await layer(lab, "Input").locator(".layer-head").click();
  await key("Control+a");
  await key("Control+Shift+e");
  await expect(layer(lab, "Conv 7")).toBeVisible();
  await layer(lab, "Input").focus();
  await key("Control+Shift+O");
  await expect(line(/^Input/)).toBeFocused();
  const all = await lines();
  expect(all[0]).toBe("Input");
  expect(all.filter((each) => each.startsWith("Branch")).length).toBeGreaterThan(2);
  expect(all.some((each) => each.startsWith("Straight to"))).toBe(true);
  await expect(outline()).toContainText("16×");

  await key("End");
  await expect(line(/^Output/)).toBeFocused();
  await expect(line(/^Output/)).toHaveAttribute("aria-selected", "true");
  await expect(layer(lab, "Output")).toBeInViewport();
  await lab.page.keyboard.type("inp");
  await expect(line(/^Input/)).toBeFocused();

  // A fork is closed and opened by arrows.
  const fork = outline().locator('[aria-expanded="true"]').first();
  await fork.click();
  await key("ArrowLeft");
  await expect(fork).toHaveCount(1);
  expect((await lines()).length).toBeLessThan(all.length);
  await key("ArrowRight");
  await expect.poll(lines).toEqual(all);

  const { violations } = await new AxeBuilder({ page: lab.page }).setLegacyMode().analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);

  await fork.focus();
  await key("Control+Shift+O");
  await expect(outline()).toHaveCount(0);
  await chooseFromMenu(lab, "View", "Outline");
  await expect(outline()).toBeVisible();
});

test("a network is edited by keys alone from the outline", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await key("Control+Shift+O");
  await key("ArrowDown");
  await expect(line(/^Dense/)).toBeFocused();

  // Inserted after the line, by name.
  await key("/");
  await page.keyboard.type("dropout");
  await key("Enter");
  await key("Control+Shift+O");
  await expect.poll(lines).toEqual(["Input", "Dense", "Dropout", "Output"]);

  await page.keyboard.type("dr");
  await expect(line(/^Dropout/)).toBeFocused();
  await key("Enter");
  await expect(page.getByTestId("inspector").locator(":focus")).toHaveCount(1);
  await key("Control+Shift+O");
  await expect(line(/^Dropout/)).toBeFocused();
  await key("Alt+ArrowDown");
  await expect(undo()).toHaveAccessibleName("Undo move Dropout");

  await key("Delete");
  await expect(undo()).toHaveAccessibleName("Undo delete Dropout");
  await expect(outline().locator(":focus")).toHaveCount(1);
  await expect.poll(lines).toEqual(["Input", "Dense", "Output"]);

  // What deleting left loose is connected again: the keys of the canvas go on from the menu.
  await page.keyboard.type("den");
  await key("Shift+F10");
  await page.keyboard.type("begin");
  await expect(page.getByRole("menuitem", { name: /^Begin a connection/ })).toBeFocused();
  await key("Enter");
  await expect(layer(lab, "Dense")).toBeFocused();
  await key("Enter");
  await expect(undo()).toHaveAccessibleName("Undo connect Dense to Output");
  await key("Control+Shift+O");
  await expect(line(/^Dense/)).toBeFocused();

  await key("Control+c");
  await key("Control+v");
  await expect.poll(async () => (await lines()).length).toBe(4);
  await key("Escape");
  await expect(page.getByTestId("canvas")).toBeFocused();
});

test("problems are marked, notes are lines, and several lines are chosen with Shift", async () => {
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  await page.getByTestId("add-note").click();
  await page.keyboard.type("Look here");
  await key("Escape");
  await layer(lab, "Dense").click();
  await key("Delete");
  await key("Control+Shift+O");
  await expect(line("Note: Look here")).toBeVisible();
  await expect(outline().locator(".outline-mark")).not.toHaveCount(0);
  await page.keyboard.type("look");
  await expect(line("Note: Look here")).toBeFocused();
  await key("Enter");
  await expect(page.getByRole("textbox", { name: "Text of the note" })).toBeFocused();
  await key("Escape");
  await key("Control+Shift+O");
  await key("Home");
  await key("Shift+ArrowDown");
  await expect(page.getByTestId("inspector")).toContainText("2 layers selected");
});
