import { writeFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { layer, openTemplate, runWords, select, transport } from "../driver.ts";
import { labToLaunch } from "../lab-of-test.ts";

/* The window in the colours of a system's high contrast, which takes the place of the app's own. */

const lab = labToLaunch();

/** What the system draws its `Canvas`, `CanvasText` or `Highlight` in. */
function systemColour(name: string): Promise<string> {
  return lab.page.evaluate((wanted) => {
    const probe = document.createElement("i");
    probe.style.color = wanted;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, name);
}

test("in a system's own colours the drawing, the chosen layer and the button to press stand out", async () => {
  await lab.launch();
  const { page } = lab;
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
  await openTemplate(lab, "fashion-classifier");
  const [ink, paper, chosen] = [
    await systemColour("CanvasText"),
    await systemColour("Canvas"),
    await systemColour("Highlight"),
  ];
  expect(new Set([ink, paper, chosen]).size).toBe(3);
  await expect(page.locator(".tensor-line").first()).toHaveCSS("stroke", ink);
  await expect(page.locator(".tensor-shape").first()).toHaveCSS("fill", ink);
  await expect(page.locator(".tensor-shape").first()).toHaveCSS("stroke", paper);
  await expect(layer(lab, "Conv 1")).toHaveCSS("border-top-color", ink);
  await select(lab, "Conv 1");
  await expect(layer(lab, "Conv 1")).toHaveCSS("outline-color", chosen);
  await expect(transport(lab, "Train")).toHaveCSS("background-color", ink);
  await expect(transport(lab, "Train")).toHaveCSS("color", paper);
});

for (const [chosen, system] of [
  ["light", "dark"],
  ["dark", "light"],
] as const)
  test(`whoever chose ${chosen} can read everything in ${system} system colours`, async () => {
    await writeFile(lab.file("settings.json"), JSON.stringify({ theme: chosen }));
    await lab.launch();
    await expect(lab.page.locator("html")).toHaveAttribute("data-theme", chosen);
    await lab.page.emulateMedia({ forcedColors: "active", colorScheme: system });
    await expect(lab.page.locator("html")).toHaveAttribute("data-theme", system);
    await lab.page.emulateMedia({ forcedColors: "none" });
    await expect(lab.page.locator("html")).toHaveAttribute("data-theme", chosen);
  });

test("in a system's own colours the place of the keys, chosen lines and the microscope's numbers are seen", async () => {
  await lab.launch();
  const { page } = lab;
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
  await openTemplate(lab, "fashion-classifier");
  const chosen = await systemColour("Highlight");
  await layer(lab, "Conv 1").locator(".layer-head").click({ button: "right" });
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("[role=menuitem][data-highlighted]")).toHaveCSS("background-color", chosen);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Layerlab, application menu" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.locator(".menu button:focus-visible")).toHaveCSS("background-color", chosen);
  await page.keyboard.press("Escape");
  await select(lab, "Conv 1");
  await page.keyboard.press("Control+Shift+o");
  await expect(page.locator(".outline-row[aria-selected=true]").first()).toHaveCSS(
    "background-color",
    chosen,
  );
  await page.keyboard.press("Control+Shift+o");
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after", { timeout: 30_000 });
  await page.keyboard.press("Control+2");
  const cells = page.getByTestId("microscope").locator("figure").first().locator("div > span");
  await cells.first().waitFor();
  const grounds = await cells.evaluateAll((all) => all.map((cell) => getComputedStyle(cell).backgroundColor));
  expect(new Set(grounds).size).toBeGreaterThan(1);
});
