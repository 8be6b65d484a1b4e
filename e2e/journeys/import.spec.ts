import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { answerFileDialogs, chooseFromMenu, dropFile, openTemplate } from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const card = () => lab.page.getByTestId("data-card");

/** Grey pictures of 12 x 10, each with a stripe where its class is. */
async function placeDigits(folder: string): Promise<void> {
  const count = 60;
  const pictures = Buffer.alloc(16 + count * 120);
  pictures.writeUInt32BE(0x0803, 0);
  [count, 12, 10].forEach((length, axis) => {
    pictures.writeUInt32BE(length, 4 + 4 * axis);
  });
  const labels = Buffer.alloc(8 + count);
  labels.writeUInt32BE(0x0801, 0);
  labels.writeUInt32BE(count, 4);
  for (let index = 0; index < count; index += 1) {
    const label = index % 3;
    labels[8 + index] = label;
    pictures.fill(255, 16 + index * 120 + 30 * label, 16 + index * 120 + 30 * label + 20);
  }
  await mkdir(folder);
  await writeFile(path.join(folder, "stripes"), pictures);
  await writeFile(path.join(folder, "classes"), labels);
}

test("pictures in IDX format, dropped on a new project; saved elsewhere, it still finds them", async () => {
  const { page } = lab;
  await placeDigits(lab.file("data"));
  await openTemplate(lab, "handwritten-digits");
  await dropFile(lab, lab.file("data", "stripes"));
  await expect(card()).toContainText("stripes");
  await expect(card()).toContainText("train");
  await expect(card().getByRole("img")).toHaveCount(3);
  await expect(page.getByTestId("node-Input")).toContainText("1×12×10");

  const file = lab.file("stripes.layerlab");
  await answerFileDialogs(lab, file);
  await chooseFromMenu(lab, "File", "Save");
  await expect(page.getByText("Edited", { exact: true })).toBeHidden();
  expect(JSON.parse(await readFile(file, "utf8")).data.files[0].file).toBe("data/stripes");
  await expect(card().getByRole("img")).toHaveCount(3);
});

test("a long import says how far it is, and Cancel ends it and leaves the project alone", async () => {
  const { page } = lab;
  const table = lab.file("large.csv");
  const handle = await open(table, "w");
  const rows = Buffer.from("1.5,2.25,3.125,apple\n4.5,5.25,6.125,melon\n".repeat(25_000));
  for (let part = 0; part < 150; part += 1) await handle.write(rows);
  await handle.close();
  await openTemplate(lab, "hidden-layer");
  await dropFile(lab, table);
  const dialog = page.getByRole("dialog", { name: "Reading large.csv" });
  await expect(dialog.getByRole("progressbar")).toBeVisible();
  await expect(dialog).toContainText("left");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expect(card()).not.toContainText("large.csv");

  // Nothing of it goes on: the next import is answered at once.
  await writeFile(lab.file("small.csv"), "size,kind\n1,a\n2,b\n3,a\n4,b\n");
  await dropFile(lab, lab.file("small.csv"));
  await expect(page.getByRole("dialog", { name: "Columns of small.csv" })).toBeVisible();
});

test("a folder of pictures: classes found, size and colour chosen, a damaged one named and skipped", async () => {
  const { page } = lab;
  const folder = lab.file("weather");
  const webp = await page.evaluate(async () => {
    const paint = async (colour: string) => {
      const canvas = new OffscreenCanvas(40, 30);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("There is no canvas.");
      context.fillStyle = colour;
      context.fillRect(0, 0, 40, 30);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp" })).arrayBuffer());
      return btoa(String.fromCharCode(...bytes));
    };
    return { sun: await paint("#fc2"), rain: await paint("#246") };
  });
  for (const [name, picture] of Object.entries(webp)) {
    await mkdir(path.join(folder, name), { recursive: true });
    for (let index = 0; index < 12; index += 1)
      await writeFile(path.join(folder, name, `${index}.webp`), Buffer.from(picture, "base64"));
  }
  await writeFile(path.join(folder, "rain", "torn.png"), "no picture");
  await openTemplate(lab, "handwritten-digits");
  await answerFileDialogs(lab, folder);
  await card().getByRole("button", { name: "Change" }).click();
  await page.getByRole("button", { name: /Import a folder/ }).click();
  const dialog = page.getByRole("dialog", { name: "Pictures of weather" });
  await expect(dialog).toContainText("25 pictures in 2 classes.");
  await expect(dialog).toContainText("rain, sun");
  await dialog.getByRole("textbox", { name: "Width" }).fill("16");
  await dialog.getByRole("textbox", { name: "Height" }).fill("12");
  await dialog.getByText("Grey", { exact: true }).click();
  await expect(dialog).toContainText("1×12×16");
  await dialog.getByRole("button", { name: "Use these pictures" }).click();
  await expect(dialog.getByRole("alert")).toContainText("1 picture cannot be read. rain/torn.png");
  await dialog.getByText("Skip", { exact: true }).click();
  await dialog.getByRole("button", { name: "Use these pictures" }).click();
  await expect(dialog).toBeHidden();
  await expect(card()).toContainText("weather");
  await expect(card().getByRole("img")).toHaveCount(2);
  await expect(page.getByTestId("node-Input")).toContainText("1×12×16");
});
