import { expect, type Locator, test } from "@playwright/test";
import { chooseFromMenu, layer, openTemplate, savedGraph, setField } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();
test.beforeEach(async () => {
  await openTemplate(lab, "three-blobs");
});

const notes = () => lab.page.locator("[data-note]");
const note = (text: string) => lab.page.getByRole("group", { name: text, exact: true });
const field = () => lab.page.getByRole("textbox", { name: "Text of the note" });
const undo = () => lab.page.getByTestId("undo");

async function addNote(text: string): Promise<void> {
  await lab.page.getByTestId("add-note").click();
  await expect(field()).toBeFocused();
  await lab.page.keyboard.type(text);
  await lab.page.keyboard.press("Escape");
  await expect(note(text)).toBeFocused();
}

async function box(of: Locator) {
  const found = await of.boundingBox();
  if (!found) throw new Error(`Not on the screen: ${of}`);
  return found;
}

/** Where a layer or note lies on the paper, wherever the view is. */
function place(of: Locator): Promise<{ x: number; y: number }> {
  return of.evaluate((element) => {
    const placed = element.closest<HTMLElement>(".react-flow__node");
    return { x: placed?.offsetLeft ?? Number.NaN, y: placed?.offsetTop ?? Number.NaN };
  });
}

test("a note is added by a command, written in several lines, undone and redone by name, and saved with the project", async () => {
  const { page } = lab;
  await page.keyboard.press("Control+k");
  await page.keyboard.type("add a note");
  await page.keyboard.press("Enter");
  await expect(field()).toBeFocused();
  await page.keyboard.type("Why three units?");
  await page.keyboard.press("Enter");
  await page.keyboard.type("One for each blob.");
  await page.keyboard.press("Escape");
  const text = "Why three units?\nOne for each blob.";
  await expect(note(text)).toBeFocused();
  await expect(note(text)).toHaveAttribute("aria-roledescription", "note");
  await expect(undo()).toHaveAccessibleName("Undo add a note");

  // Enter writes on; what is left is kept however it is left.
  await page.keyboard.press("Enter");
  await expect(field()).toHaveValue(text);
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Or two?");
  await layer(lab, "Dense").click();
  await expect(note(`${text} Or two?`)).toBeVisible();
  await expect(undo()).toHaveAccessibleName("Undo write a note");
  await page.keyboard.press("Control+z");
  await expect(note(text)).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(notes()).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(note(text)).toBeVisible();

  const file = lab.file("noted.layerlab");
  expect(await savedGraph(lab, file)).toMatchObject({ notes: [{ text }] });
  await lab.launch({ args: [file] });
  await expect(note(text)).toBeVisible({ timeout: 30_000 }); // the app starts first
});

test("a note without words leaves nothing, and one whose words are gone is deleted", async () => {
  const { page } = lab;
  await chooseFromMenu(lab, "Edit", "Add a note");
  await expect(field()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(notes()).toHaveCount(0);
  await expect(undo()).toHaveAccessibleName(/^Undo$|nothing/i);
  await addNote("Short");
  await note("Short").dblclick();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Escape");
  await expect(notes()).toHaveCount(0);
  await expect(undo()).toHaveAccessibleName("Undo delete a note");
});

test("notes are chosen, moved, copied, duplicated and deleted with layers", async () => {
  const { page } = lab;
  await addNote("Beside the network");
  await layer(lab, "Dense").click();
  await note("Beside the network").click({ modifiers: ["Control"] });
  await expect(page.getByTestId("inspector")).toContainText("1 layer and a note selected");
  const places = async () => [await place(note("Beside the network")), await place(layer(lab, "Dense"))];
  const before = await places();
  const { x, y } = await box(note("Beside the network"));
  await page.mouse.move(x + 30, y + 20);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 90, { steps: 6 });
  await page.mouse.up();
  await expect(undo()).toHaveAccessibleName("Undo move Dense and a note");
  const moved = await places();
  const by = moved.map((at, index) => ({
    x: at.x - (before[index]?.x ?? 0),
    y: at.y - (before[index]?.y ?? 0),
  }));
  expect(by[0]).toEqual(by[1]);
  expect(by[0]?.y).toBeGreaterThan(50);

  await page.keyboard.press("Control+c");
  await page.keyboard.press("Control+v");
  await expect(notes()).toHaveCount(2);
  await expect(page.locator("[data-layer]")).toHaveCount(4);
  await expect(undo()).toHaveAccessibleName("Undo paste Dense and a note");
  await page.keyboard.press("Control+d");
  await expect(notes()).toHaveCount(3);
  await page.keyboard.press("Delete");
  await expect(notes()).toHaveCount(2);
  await expect(page.locator("[data-layer]")).toHaveCount(4);

  await page.keyboard.press("Control+a");
  await page.keyboard.press("Alt+a");
  await expect(undo()).toHaveAccessibleName("Undo align left of 4 layers and 2 notes");
  await page.keyboard.press("Delete");
  await expect(notes()).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(notes()).toHaveCount(2);
});

test("keys alone reach a note, move it, size it, find it, and its text is never cut", async () => {
  const { page } = lab;
  await addNote("Read me");
  await layer(lab, "Dense").click();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("read");
  await expect(page.getByTestId("canvas").getByRole("status")).toHaveText("Note: Read me, 1 of 1");
  await page.keyboard.press("Escape");
  await expect(note("Read me")).toBeFocused();
  const before = await place(note("Read me"));
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(() => place(note("Read me"))).toEqual({ x: before.x, y: before.y + 10 });
  await expect(undo()).toHaveAccessibleName("Undo move a note");

  await setField(lab, "Width", "90");
  await expect.poll(async () => (await box(note("Read me"))).width).toBe(90);
  await note("Read me").dblclick();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" and everything else that does not fit in a single line of this narrow note");
  await page.keyboard.press("Escape");
  const text = page.locator(".note-text");
  expect(await text.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0);
  expect((await box(notes())).height).toBeGreaterThan(100);

  // The corner does by mouse what the fields do.
  const corner = await box(page.locator(".note-corner"));
  await page.mouse.move(corner.x + 4, corner.y + 4);
  await page.mouse.down();
  await page.mouse.move(corner.x + 154, corner.y + 54, { steps: 6 });
  await page.mouse.up();
  await expect(undo()).toHaveAccessibleName("Undo resize a note");
  await expect.poll(async () => (await box(notes())).width).toBe(240);

  await page.keyboard.press("Escape");
  await layer(lab, "Dense").click();
  await page.keyboard.press("ArrowDown");
  await expect(notes()).toBeFocused();
});

test("tidied layers take their notes along, on no layer, as one step", async () => {
  const { page } = lab;
  const text = "Three units, one for each blob";
  await addNote(text);
  const places = async () => ({ note: await place(note(text)), layer: await place(layer(lab, "Dense")) });
  const apart = async () => {
    const { note: a, layer: b } = await places();
    return { x: b.x - a.x, y: b.y - a.y };
  };
  const push = async (key: string, pixels: number) => {
    for (let step = 0; step < Math.round(pixels / 10); step += 1)
      await page.keyboard.press(`Alt+Arrow${key}`);
  };
  // Above its layer, then the two of them far below the others.
  const first = await apart();
  await push(first.x > 0 ? "Right" : "Left", Math.abs(first.x));
  await push(first.y > 80 ? "Down" : "Up", Math.abs(first.y - 80));
  await expect.poll(apart).toEqual({ x: expect.closeTo(0, -1), y: expect.closeTo(80, -1) });
  const kept = await apart();
  await layer(lab, "Dense").click({ modifiers: ["Control"] });
  await push("Down", 300);
  const far = await places();
  expect(await apart()).toEqual(kept);

  await page.getByTestId("tidy").click();
  await expect(undo()).toHaveAccessibleName("Undo tidy");
  const line = async () => [(await place(layer(lab, "Dense"))).y, (await place(layer(lab, "Input"))).y];
  await expect.poll(async () => new Set(await line()).size).toBe(1);
  expect(await apart()).toEqual(kept);
  const [words, others] = [await box(note(text)), await page.locator("[data-layer]").all()];
  for (const other of others) {
    const on = await box(other);
    const isBeside = words.x >= on.x + on.width || on.x >= words.x + words.width;
    expect(isBeside || words.y >= on.y + on.height || on.y >= words.y + words.height).toBe(true);
  }
  await page.keyboard.press("Control+z");
  await expect.poll(places).toEqual(far);
});
