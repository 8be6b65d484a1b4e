import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { layer, menuEntries, openTemplate } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();
test.beforeEach(async () => {
  await openTemplate(lab, "three-blobs");
});

const menu = () => lab.page.getByRole("menu", { name: "What can be done here" });
const item = (name: string | RegExp) => lab.page.getByRole("menuitem", { name });
const undo = () => lab.page.getByTestId("undo");
const layers = () => lab.page.locator("[data-layer]");
const edges = () => lab.page.locator(".react-flow__edge");

test("a right click on a layer offers what can be done with it, with its keys", async () => {
  const { page } = lab;
  await layer(lab, "Dense").click({ button: "right" });
  await expect(menu()).toBeVisible();
  await expect(page.getByTestId("layer-name")).toHaveValue("Dense");
  await expect(item(/^Copy/)).toHaveText("CopyCtrl C");
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  await item("Freeze").click();
  await expect(undo()).toHaveAccessibleName("Undo freeze Dense");
  await expect(page.getByRole("switch", { name: "Trainable" })).not.toBeChecked();

  await layer(lab, "Dense").click({ button: "right" });
  await item("Let it train again").click();
  await expect(page.getByRole("switch", { name: "Trainable" })).toBeChecked();

  await layer(lab, "Dense").click({ button: "right" });
  await item("Disconnect").click();
  await expect(edges()).toHaveCount(0);
  await expect(undo()).toHaveAccessibleName("Undo disconnect Dense");
  await page.keyboard.press("Control+z");
  await expect(edges()).toHaveCount(2);

  await layer(lab, "Dense").click({ button: "right" });
  await item("Add a layer after it").hover();
  await item("Elementwise").hover();
  await item("Dropout").click();
  await expect(layer(lab, "Dropout")).toBeVisible();
  await expect(edges()).toHaveCount(3);
});

test("what was copied is pasted where the paper is clicked, and a note and a layer are put there", async () => {
  const { page } = lab;
  await layer(lab, "Dense").click({ button: "right" });
  await item(/^Copy/).click();
  const paper = page.locator(".react-flow__pane");
  const stage = await layer(lab, "Dense").boundingBox();
  if (!stage) throw new Error("Dense is not in sight.");
  // 200 px below the layer, at 100 %.
  await page.mouse.click(stage.x, stage.y + 200, { button: "right" });
  await item("Paste here").click();
  await expect(layers()).toHaveCount(4);
  const farOff = async () => {
    const [copy, original] = [
      await layer(lab, "Dense 1").boundingBox(),
      await layer(lab, "Dense").boundingBox(),
    ];
    if (!copy || !original) return Number.POSITIVE_INFINITY;
    return Math.max(Math.abs(copy.x - original.x), Math.abs(copy.y - original.y - 200));
  };
  await expect.poll(farOff).toBeLessThanOrEqual(10);

  await paper.click({ button: "right", position: { x: 500, y: 250 } });
  await item("Add a note here").click();
  await page.keyboard.type("Here");
  await page.keyboard.press("Escape");
  const note = page.getByRole("group", { name: "Here", exact: true });
  const box = await note.boundingBox();
  const pane = await paper.boundingBox();
  expect(Math.abs((box?.x ?? 0) - (pane?.x ?? 0) - 500)).toBeLessThanOrEqual(10);

  await note.click({ button: "right" });
  await item("Write in the note").click();
  await expect(page.getByRole("textbox", { name: "Text of the note" })).toBeFocused();
  await page.keyboard.press("Escape");

  await paper.click({ button: "right", position: { x: 640, y: 420 } });
  await expect(menu()).toBeVisible();
  for (const words of ["add a layer", "vector"]) {
    await page.keyboard.type(words);
    await page.keyboard.press("ArrowRight");
  }
  await page.keyboard.type("flatten");
  await page.keyboard.press("Enter");
  await expect(layers()).toHaveCount(5);
});

test("a connection takes a layer in, or goes", async () => {
  const { page } = lab;
  const line = edges().first().locator(".react-flow__edge-interaction");
  const open = async () => {
    const box = await line.boundingBox();
    if (!box) throw new Error("There is no connection.");
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button: "right" });
  };
  await open();
  await item("Insert a layer").hover();
  await item("Elementwise").hover();
  await item("Batch norm").click();
  await expect(edges()).toHaveCount(3);
  await expect(layers()).toHaveCount(4);
  await page.keyboard.press("Control+z");
  await open();
  await item("Disconnect").click();
  await expect(edges()).toHaveCount(1);
});

test("keys open the menu of what has the focus, walk it and give the focus back", async () => {
  const { page } = lab;
  await layer(lab, "Dense").focus();
  await page.keyboard.press("Shift+F10");
  await expect(menu()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu()).toHaveCount(0);
  await expect(layer(lab, "Dense")).toBeFocused();
  await page.keyboard.press("ContextMenu");
  await expect(menu()).toBeVisible();
  await page.keyboard.type("dup");
  await expect(item(/^Duplicate/)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(layers()).toHaveCount(4);

  await layer(lab, "Dense").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Shift+F10");
  await page.keyboard.type("arr");
  await expect(item(/^Arrange/)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(item(/^Align left/)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(undo()).toHaveAccessibleName("Undo align left of 4 layers");
});

test("the native menu has disconnecting, freezing, painting and looking at the data", async () => {
  expect(await menuEntries(lab, "Edit")).toContain("Disconnect");
  expect(await menuEntries(lab, "Network")).toContain("Freeze or train the layer");
  expect(await menuEntries(lab, "File")).toEqual(
    expect.arrayContaining(["Paint points…", "Look at the data"]),
  );
});
