import { writeFile } from "node:fs/promises";
import { expect, type Locator, test } from "@playwright/test";
import { dropFile, openTemplate, runWords, select, transport } from "../driver.ts";
import { labToLaunch } from "../lab-of-test.ts";
import { misplaced as faultsOfScreen } from "../misplaced.ts";

const lab = labToLaunch();

/** Controls of bars and of the start screen that reach out of the window, and those that lie on each other. */
function misplaced(): Promise<string[]> {
  return lab.page.evaluate(() => {
    const controls = [
      ...document.querySelectorAll<HTMLElement>(
        ".title-bar button, .title-bar input, .status-bar > *, .start button, .start h1, .start h2, .start p, " +
          "[data-testid=dock] > :first-child > *, .canvas-tools",
      ),
    ].filter(({ offsetWidth, offsetHeight }) => offsetWidth > 0 && offsetHeight > 1);
    const boxes = controls.map((element) => ({ element, box: element.getBoundingClientRect() }));
    const nameOf = (element: HTMLElement) =>
      `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent?.slice(0, 30)}`;
    const outside = boxes
      .filter(({ box }) => box.left < -0.5 || box.right > window.innerWidth + 0.5)
      .map(({ element }) => `${nameOf(element)} reaches out of the window`);
    const onEachOther = boxes.flatMap(({ element, box }, index) =>
      boxes
        .slice(index + 1)
        .filter(
          ({ element: other, box: its }) =>
            !element.contains(other) &&
            !other.contains(element) &&
            box.left < its.right - 1 &&
            its.left < box.right - 1 &&
            box.top < its.bottom - 1 &&
            its.top < box.bottom - 1 &&
            // What has scrolled under a bar is not on it.
            element.closest(".start") === other.closest(".start"),
        )
        .map((other) => `${nameOf(element)} lies on ${nameOf(other.element)}`),
    );
    const cut = controls
      .flatMap((control) => [control, ...control.querySelectorAll<HTMLElement>("*")])
      .filter(
        (element) =>
          element.childElementCount === 0 &&
          element.tagName !== "INPUT" &&
          !element.closest(".unseen") &&
          element.clientWidth > 0 &&
          getComputedStyle(element).overflowX !== "visible" &&
          element.scrollWidth > element.clientWidth + 1 &&
          // A long path is shortened on purpose and told in full by its tooltip.
          !element.closest(".recent"),
      )
      .map((element) => `${nameOf(element)} is cut`);
    return [...outside, ...onEachOther, ...cut];
  });
}

for (const [width, height] of [
  [1440, 900],
  [1024, 700],
] as const)
  test(`with text of 200 % nothing is cut and nothing is out of reach at ${width}×${height}`, async () => {
    const bounds = { x: 0, y: 0, width, height };
    await writeFile(lab.file("settings.json"), JSON.stringify({ textSize: "200" }));
    await writeFile(lab.file("window.json"), JSON.stringify({ bounds, isMaximised: false }));
    await lab.launch();
    const { page } = lab;
    await page.getByTestId("template-fashion-classifier").waitFor();
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThanOrEqual(width / 2);
    expect(await misplaced()).toEqual([]);
    await openTemplate(lab, "fashion-classifier");
    await expect(page.locator("[data-layer]").first()).toBeVisible();
    expect(await misplaced()).toEqual([]);
    await transport(lab, "Train").click();
    await expect(runWords(lab)).toContainText(/Epoch 1/, { timeout: 30_000 });
    expect(await misplaced()).toEqual([]);
    await transport(lab, "Pause").click();
    await page.keyboard.press("Control+2");
    await page.getByRole("heading", { name: "From input to output" }).waitFor();
    expect(await misplaced()).toEqual([]);
    // The largest dialog is scrolled, not cut: its end can be reached.
    await page.keyboard.press("Control+,");
    await expect(page.getByRole("heading", { name: "Settings" })).toBeInViewport();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  });

test("with text of 200 % in the smallest window, dialogs and panels keep room for what they hold", async () => {
  const bounds = { x: 0, y: 0, width: 1024, height: 700 };
  await writeFile(lab.file("settings.json"), JSON.stringify({ textSize: "200" }));
  await writeFile(lab.file("window.json"), JSON.stringify({ bounds, isMaximised: false }));
  await lab.launch();
  const { page } = lab;
  const heightOf = async (place: Locator) => (await place.boundingBox())?.height ?? 0;
  await openTemplate(lab, "three-blobs");
  const table = lab.file("fruit.csv");
  await writeFile(table, ["length,weight,fruit", ...Array(40).fill("1,2,apple\n2,3,pear")].join("\n"));
  await dropFile(lab, table);
  const columns = page.getByRole("dialog", { name: "Columns of fruit.csv" });
  await expect(columns.getByRole("combobox").first()).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Escape");
  await transport(lab, "Train").click();
  await expect(runWords(lab)).toContainText(/^Trained in/, { timeout: 30_000 });
  await page.keyboard.press("Control+j");
  await select(lab, "Dense");
  expect(await heightOf(page.getByTestId("inspector"))).toBeGreaterThan(150);
  await page.keyboard.press("Escape");
  await transport(lab, "How good is it?").click();
  const judged = page.getByRole("dialog", { name: "How good is it?" });
  await judged.getByRole("table").first().waitFor();
  expect(await judged.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThan(2);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+2");
  const layers = page.getByRole("navigation", { name: "Layers" });
  await layers.getByRole("button").first().waitFor();
  expect(await heightOf(layers)).toBeGreaterThan(100);
  await page.getByRole("button", { name: "Hidden space" }).first().click();
  const space = page.getByRole("dialog", { name: "Hidden space" });
  const classes = space.getByRole("list", { name: "Classes" });
  await classes.waitFor();
  expect(await space.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThan(2);
  expect((await classes.boundingBox())?.width ?? 0).toBeGreaterThan(200);
});

for (const language of ["en", "fr"])
  test(`with text of 200 % the tools of the canvas stand beside what is open, ${language}`, async () => {
    const bounds = { x: 0, y: 0, width: 1024, height: 700 };
    await writeFile(lab.file("settings.json"), JSON.stringify({ textSize: "200", language }));
    await writeFile(lab.file("window.json"), JSON.stringify({ bounds, isMaximised: false }));
    await lab.launch();
    const { page } = lab;
    await openTemplate(lab, "fashion-classifier");
    await expect(page.locator("[data-layer]").first()).toBeVisible();
    const tools = page.locator(".canvas-bar button");
    const canvas = page.getByTestId("canvas");
    /** Tools that a person does not see whole: under the panel, outside of the canvas, or on each other. */
    const faults = async () => {
      const [stage, panels] = [await canvas.boundingBox(), await page.locator(".is-floating").all()];
      const panel = await panels[0]?.boundingBox();
      const all = await Promise.all(
        (await page.locator(".canvas-bar button:visible, .canvas-search button:visible").all()).map(
          async (tool) => ({ name: await tool.getAttribute("aria-label"), box: await tool.boundingBox() }),
        ),
      );
      const right = Math.min(panel?.x ?? Number.POSITIVE_INFINITY, (stage?.x ?? 0) + (stage?.width ?? 0));
      const outside = all
        .filter(({ box }) => !box || box.x < (stage?.x ?? 0) || box.x + box.width > right + 0.5)
        .map(({ name }) => name);
      return [
        ...outside,
        ...(await faultsOfScreen(lab)).filter((fault) => !/scrolls to the side/.test(fault)),
      ];
    };
    await select(lab, "Conv 2");
    await expect(page.locator(".is-floating")).toBeVisible();
    await expect.poll(faults).toEqual([]);
    expect(await tools.count()).toBeGreaterThan(8);
    await page.getByTestId("fit").click();
    await page.keyboard.press("Control+f");
    await expect(page.getByTestId("canvas-search")).toBeVisible();
    await page.keyboard.type("Conv 1");
    await expect(page.getByTestId("layer-name")).toHaveValue("Conv 1");
    await expect.poll(faults).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(page.locator(".is-floating")).toHaveCount(0);
    await page.keyboard.press("Control+Shift+o");
    await expect(page.getByTestId("outline")).toBeVisible();
    await expect.poll(faults).toEqual([]);
    await page.getByTestId("fit").click();
  });

test("in system colours, what is chosen is told apart", async () => {
  await lab.launch();
  const { page } = lab;
  await page.emulateMedia({ forcedColors: "active" });
  await openTemplate(lab, "fashion-classifier");
  const ground = (selector: string, pseudo?: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, part) => getComputedStyle(element, part).backgroundColor, pseudo);
  const highlight = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.setProperty("background-color", "Highlight");
    const colour = getComputedStyle(probe).backgroundColor;
    probe.remove();
    return colour;
  });
  expect(await ground('button[aria-pressed="true"]')).toBe(highlight);
  expect(await ground(".title-mode[aria-current]", "::after")).toBe(highlight);
  await select(lab, "Conv 1");
  expect(await ground('.switch[aria-checked="true"]')).toBe(highlight);
  const ring = () =>
    page.locator(".layer.is-selected").evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(await ring()).toBe("solid");
  await page.emulateMedia({ forcedColors: "none" });
  expect(await ring()).toBe("none");
});

test("who wants less motion gets none", async () => {
  await lab.launch();
  const { page } = lab;
  await openTemplate(lab, "three-blobs");
  const moving = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          return (
            transitionDuration.split(",").some((time) => parseFloat(time) > 0) || animationName !== "none"
          );
        })
        .map(({ className }) => String(className)),
    );
  expect(await moving()).not.toEqual([]);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await moving()).toEqual([]);
});
