import { writeFile } from "node:fs/promises";
import path from "node:path";
import { answerFileDialogs, beginConnection, layer, openTemplate } from "./driver.ts";

import type { Hands, Screen } from "./hands.ts";

/** From the start screen to a network and its data, before it is trained. */
export function screensOfBuilding({
  page,
  lab,
  home,
  dialog,
  test,
  button,
  close,
  typed,
  command,
  choose,
  showCharts,
  section,
}: Hands): readonly Screen[] {
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
  ];
}
