import { expect, type Locator, test } from "@playwright/test";
import { type Layerlab, launchLayerlab, layer, openTemplate } from "../driver.ts";

/* What hands are used to from other programs that draw. */

let lab: Layerlab;
test.beforeEach(async () => {
  lab = await launchLayerlab();
});
test.afterEach(() => lab.close());

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`Not on the screen: ${locator}`);
  return box;
}

/** Where something stays that may still be moving. */
async function atRest(locator: Locator) {
  let box = await boxOf(locator);
  await expect(async () => {
    const before = box;
    box = await boxOf(locator);
    expect(box).toEqual(before);
  }).toPass({ intervals: [100] });
  return box;
}

/** Where a layer is taken by its name. */
async function headOf(name: string) {
  const { x, y, width } = await boxOf(layer(lab, name));
  return { x: x + width / 2, y: y + 14 };
}

test("coming back from Inspect or the start screen, the network is seen as it was left", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  const canvas = await boxOf(page.getByTestId("canvas"));
  const before = await boxOf(layer(lab, "Conv 1"));
  await page.mouse.move(canvas.x + 400, canvas.y + canvas.height - 40);
  await page.mouse.wheel(-150, -60);
  await page.keyboard.press("Control++");
  await expect
    .poll(async () => (await boxOf(layer(lab, "Conv 1"))).width)
    .toBeGreaterThan(before.width * 1.15);
  const left = await atRest(layer(lab, "Conv 1"));
  await page.keyboard.press("Control+2");
  await expect(page.getByTestId("canvas")).toHaveCount(0);
  await page.keyboard.press("Control+1");
  await expect.poll(() => boxOf(layer(lab, "Conv 1"))).toEqual(left);
  await page.getByRole("button", { name: "Layerlab, application menu" }).click();
  await page.getByRole("button", { name: "Start screen" }).click();
  await page.getByRole("button", { name: "Back to LeNet-5" }).click();
  await expect.poll(() => boxOf(layer(lab, "Conv 1"))).toEqual(left);
});

/** Presses at one point and moves to another in steps; the button stays down. */
async function drag(from: { x: number; y: number }, to: { x: number; y: number }) {
  const { mouse } = lab.page;
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x + 6, from.y + 4, { steps: 2 });
  await mouse.move(to.x, to.y, { steps: 6 });
}

function undoStep() {
  return lab.page.getByTestId("undo");
}

const chosen = () => lab.page.locator("[data-layer].is-selected");

test("a double click or F2 renames a layer where it stands, and a group", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  const head = await headOf("Conv 1");
  await page.mouse.dblclick(head.x, head.y);
  const field = page.getByTestId("name-on-layer");
  await expect(field).toBeFocused();
  await page.keyboard.type("Edges");
  await page.keyboard.press("Enter");
  await expect(layer(lab, "Edges")).toBeFocused();
  await expect(undoStep()).toHaveAttribute("aria-label", "Undo rename Conv 1 to Edges");

  await page.keyboard.press("F2");
  await page.keyboard.type("Nothing");
  await page.keyboard.press("Escape");
  await expect(layer(lab, "Edges")).toBeFocused();

  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Control+g");
  await page.keyboard.press("F2");
  await expect(page.getByTestId("frame-name")).toBeFocused();
  await page.keyboard.type("Features");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("frame-Features")).toBeVisible();
  await page.keyboard.press("Control+Shift+e");
  await page.keyboard.press("F2");
  await page.getByTestId("name-on-block").fill("Eyes");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("block-Eyes")).toBeVisible();
});

test("Escape gives up a drag, a connection and a rectangle, and nothing has changed", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  const before = await boxOf(layer(lab, "Conv 1"));
  const head = await headOf("Conv 1");
  await drag(head, { x: head.x + 20, y: head.y + 150 });
  await expect.poll(async () => (await boxOf(layer(lab, "Conv 1"))).y).toBeGreaterThan(before.y + 100);
  await page.keyboard.press("Escape");
  await expect.poll(() => boxOf(layer(lab, "Conv 1"))).toEqual(before);
  await page.mouse.move(head.x + 40, head.y + 170);
  await page.mouse.up();
  expect(await boxOf(layer(lab, "Conv 1"))).toEqual(before);
  await expect(undoStep()).toHaveAttribute("aria-disabled", "true");

  const out = await boxOf(layer(lab, "Conv 1").locator('[data-port="out"]'));
  const middle = { x: out.x + out.width / 2, y: out.y + out.height / 2 };
  await drag(middle, { x: middle.x + 30, y: middle.y + 60 });
  await expect(page.locator(".react-flow__connection")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(page.locator(".react-flow__connection")).toHaveCount(0);
  await page.mouse.up();
  await expect(page.getByTestId("loose-end")).toHaveCount(0);
  await expect(undoStep()).toHaveAttribute("aria-disabled", "true");

  await layer(lab, "Conv 2").locator(".layer-head").click();
  await expect(chosen()).toHaveCount(1);
  const end = await boxOf(layer(lab, "Tanh 1"));
  await drag({ x: before.x - 12, y: before.y - 12 }, { x: end.x + end.width, y: end.y + end.height });
  await expect(chosen()).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(page.locator(".react-flow__selection")).toHaveCount(0);
  await page.mouse.up();
  await expect(chosen()).toHaveCount(1);
  await expect(layer(lab, "Conv 2")).toHaveClass(/is-selected/);
});

test("with Shift a rectangle adds to what is chosen, and a drag goes straight", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  await layer(lab, "Dense 3").locator(".layer-head").click();
  const [from, to] = [await boxOf(layer(lab, "Conv 1")), await boxOf(layer(lab, "Tanh 1"))];
  await page.keyboard.down("Shift");
  await drag({ x: from.x - 12, y: from.y - 12 }, { x: to.x + to.width, y: to.y + to.height });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await expect(chosen()).toHaveCount(3);
  await expect(layer(lab, "Dense 3")).toHaveClass(/is-selected/);

  await page.keyboard.press("Escape");
  const head = await headOf("Dense 3");
  const before = await boxOf(layer(lab, "Dense 3"));
  await drag(head, { x: head.x + 30, y: head.y + 40 });
  await page.keyboard.down("Shift");
  await page.mouse.move(head.x + 30, head.y + 90, { steps: 3 });
  await expect.poll(async () => (await boxOf(layer(lab, "Dense 3"))).x).toBeCloseTo(before.x, 0);
  await page.mouse.up();
  await page.keyboard.up("Shift");
  const after = await boxOf(layer(lab, "Dense 3"));
  expect(after.x).toBeCloseTo(before.x, 0);
  expect(after.y).toBeGreaterThan(before.y + 60);
});

test("Space and drag move the view, also where a layer is taken hold of", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  const before = await boxOf(layer(lab, "Conv 1"));
  const other = await boxOf(layer(lab, "Flatten"));
  const head = await headOf("Conv 1");
  await page.mouse.move(head.x, head.y);
  await page.keyboard.down("Space");
  await expect(page.locator(".react-flow__pane[data-hand]")).toHaveCount(1);
  await drag(head, { x: head.x + 60, y: head.y + 40 });
  await page.mouse.up();
  await page.keyboard.up("Space");
  await expect.poll(async () => (await boxOf(layer(lab, "Flatten"))).x).toBeGreaterThan(other.x + 30);
  const moved = (await boxOf(layer(lab, "Flatten"))).x - other.x;
  expect((await boxOf(layer(lab, "Conv 1"))).x - before.x).toBeCloseTo(moved, 0);
  await expect(undoStep()).toHaveAttribute("aria-disabled", "true");
});

test("a connection let go over the paper asks which layer it leads to; one pulled off an input is gone", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  const lines = page.locator("[data-edge-id]");
  await expect(lines).toHaveCount(13);
  const canvas = await boxOf(page.getByTestId("canvas"));
  const free = { x: canvas.x + canvas.width - 330, y: canvas.y + canvas.height - 60 };
  const portOf = async (name: string, port: string) => {
    const { x, y, width, height } = await boxOf(layer(lab, name).locator(`[data-port="${port}"]`));
    return { x: x + width / 2, y: y + height / 2 };
  };

  await drag(await portOf("Average pool 2", "out"), free);
  await page.mouse.up();
  const choice = page.getByRole("dialog", { name: "What follows Average pool 2?" });
  await expect(choice.getByRole("combobox")).toBeFocused();
  await expect(choice.getByRole("group", { name: "Fits", exact: true })).toContainText("Convolution");
  await expect(choice.getByRole("group", { name: "Does not fit as it is" })).toContainText("Dense");
  await page.keyboard.press("Escape");
  await expect(choice).toHaveCount(0);
  await expect(layer(lab, "Average pool 2")).toBeFocused();

  await drag(await portOf("Average pool 2", "out"), free);
  await page.mouse.up();
  await page.keyboard.type("max");
  await page.keyboard.press("Enter");
  await expect(layer(lab, "Max pool 1")).toBeFocused();
  await expect(lines).toHaveCount(14);
  const added = await boxOf(layer(lab, "Max pool 1"));
  expect(Math.abs(added.x - free.x)).toBeLessThan(12);
  await expect(undoStep()).toHaveAttribute("aria-label", "Undo add Max pool 1");
  await page.keyboard.press("Control+z");
  await expect(lines).toHaveCount(13);

  // Left of the port, which begins a new connection itself.
  const end = await boxOf(layer(lab, "Dense 3").locator('[data-port="in-0"]'));
  await drag({ x: end.x - end.width / 4, y: end.y + end.height / 2 }, free);
  await page.mouse.up();
  await expect(lines).toHaveCount(12);
  await expect(undoStep()).toHaveAttribute("aria-label", "Undo disconnect Tanh 4 from Dense 3");
  await page.keyboard.press("Control+z");
  await expect(lines).toHaveCount(13);
});

test("what is pasted is in sight, and copies of another network lie on no layer of this one", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  await expect(layer(lab, "Output")).toBeVisible();
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  const canvas = await boxOf(page.getByTestId("canvas"));
  await page.mouse.move(canvas.x + 400, canvas.y + canvas.height - 40);
  await page.mouse.wheel(0, 2000);
  await expect(layer(lab, "Output")).not.toBeInViewport();
  await page.keyboard.press("Control+v");
  await expect(page.locator("[data-layer]")).toHaveCount(28);
  await expect(layer(lab, "Input 1")).toBeInViewport();
  await expect(undoStep()).toHaveAttribute("aria-label", "Undo paste 14 layers");
  await page.keyboard.press("Control+z");
  await expect(page.locator("[data-layer]")).toHaveCount(14);

  await page.getByRole("button", { name: "Layerlab, application menu" }).click();
  await page.getByRole("button", { name: "Start screen" }).click();
  await openTemplate(lab, "three-blobs");
  await expect(layer(lab, "Output")).toBeVisible();
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Control+v");
  await expect(layer(lab, "Input 1")).toBeInViewport();
  const [there, copy] = [await boxOf(layer(lab, "Input")), await boxOf(layer(lab, "Input 1"))];
  expect(copy.y).toBeGreaterThan(there.y + there.height);
});

test("keys go on at a copy, and what cannot be done says why in sight until the next press", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  await layer(lab, "Conv 1").locator(".layer-head").click();
  await page.keyboard.press("Control+d");
  await expect(layer(lab, "Conv 3")).toBeFocused();
  await expect(chosen()).toHaveCount(1);
  await page.keyboard.press("Control+g");
  const reason = page.getByTestId("refusal");
  await expect(reason).toHaveText("Select two layers or more to group them.");
  await page.keyboard.press("Alt+w");
  await expect(reason).toHaveText("Align tops: select at least 2 layers.");
  await page.keyboard.press("Escape");
  await expect(reason).toHaveCount(0);
  await page.keyboard.press("F2");
  await expect(reason).toHaveText("Select one layer, group or note to rename it.");
});

test("a layer that is dropped on another one lies on it and can be taken again", async () => {
  const { page } = lab;
  await openTemplate(lab, "lenet-5");
  const from = await headOf("Conv 1");
  const to = await headOf("Average pool 2");
  await drag(from, { x: to.x + 10, y: to.y + 10 });
  await page.mouse.up();
  await expect(undoStep()).toHaveAttribute("aria-label", "Undo move Conv 1");
  const dropped = await headOf("Conv 1");
  await drag(dropped, from);
  await page.mouse.up();
  await expect.poll(async () => (await headOf("Conv 1")).y).toBeCloseTo(from.y, 0);
});
