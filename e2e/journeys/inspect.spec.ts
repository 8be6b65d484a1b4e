import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { decode } from "fast-png";
import {
  answerFileDialogs,
  layer,
  openTemplate,
  resize,
  runWords,
  select,
  selectNothing,
  setField,
  transport,
  waitForCurve,
} from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const inspect = () => lab.page.getByTestId("inspect");

test("a layer that the run has looked into is one click away from the inspector", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await select(lab, "Conv 2");
  const way = page.getByTestId("inspector").getByRole("button", { name: "Show the layer in Inspect" });
  await expect(way).toHaveCount(0);
  await transport(lab, "Train one batch").click();
  await way.click();
  await expect(inspect().getByRole("region", { name: "Maps of Conv 2" })).toBeVisible();
  await page.getByRole("button", { name: "Build", exact: true }).click();
  await select(lab, "Output");
  await expect(way).toHaveCount(0);
});

test("every layer, all its maps and kernels, and the very numbers under the cursor", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await page.keyboard.press("Control+2");
  await expect(inspect()).toContainText("Train at least one batch");
  await inspect().getByRole("button", { name: "Train one batch and look" }).click();
  await expect(runWords(lab)).toContainText("Paused after batch 1");
  await page.getByRole("button", { name: "Build" }).click();
  await expect(page.getByTestId("canvas")).toBeVisible();
  await page.getByRole("button", { name: "Inspect", exact: true }).click();
  // The first layer after the input is chosen by itself: Conv 1 with six kernels of 5 by 5.
  const maps = inspect().getByRole("region", { name: "Maps of Conv 1" });
  await expect(maps.getByRole("listitem")).toHaveCount(6);

  await maps.getByRole("button", { name: /^Map 3,/ }).click();
  const reader = inspect().getByRole("button", { name: /^Map 3 of Conv 1/ });
  await reader.focus();
  // It begins in the middle; twelve to the left, where the edge holds after ten, then nine up.
  await expect(inspect().getByRole("status")).toContainText("Row 11, column 11:");
  for (const [key, times] of [
    ["ArrowLeft", 12],
    ["ArrowUp", 9],
  ] as const)
    for (let press = 0; press < times; press++) await page.keyboard.press(key);
  await expect(inspect().getByRole("status")).toContainText("Row 2, column 1:");
  const shown = (await inspect().getByRole("status").locator("b").textContent()) ?? "";
  const picture = inspect()
    .getByRole("button", { name: /^Conv 1/ })
    .locator("[data-testid^=picture-]");
  const id = ((await picture.getAttribute("data-testid")) ?? "").replace("picture-", "");
  const value = await page.evaluate(async (node) => {
    const answer = await window.desktop.lookAtLayer({ node });
    return answer.ok ? (answer.value.look?.values[2 * 20 * 20 + 20] ?? Number.NaN) : Number.NaN;
  }, id);
  expect(Number(shown.replace("\u2212", "-"))).toBeCloseTo(value, 2);
  await expect(inspect().getByRole("region", { name: "Kernels" }).getByRole("img")).toHaveCount(1);

  // Below: how the 150 weights lie, and what the layer gives over many examples.
  const numbers = page.getByTestId("distributions");
  const weights = numbers.getByRole("slider", { name: /^Weights:/ });
  await expect(numbers).toContainText("150 values");
  await expect(numbers.getByTestId("activity")).toContainText(/Over \d+ test examples: .* zeros/);
  const smallest = await page.evaluate(async (node) => {
    const answer = await window.desktop.lookAtLayer({ node });
    return answer.ok ? Math.min(...(answer.value.look?.kernels?.values ?? [])) : Number.NaN;
  }, id);
  const said = /minimum (\S+),/.exec((await weights.getAttribute("aria-label")) ?? "")?.[1] ?? "";
  expect(Number(said.replace("\u2212", "-"))).toBeCloseTo(smallest, 3);
  // Every bar is read, by keys and by pointing: all of them together hold the 150.
  await weights.focus();
  await page.keyboard.press("Home");
  let held = 0;
  for (let bar = 0; bar < 64; bar++) {
    const read = (await weights.getAttribute("aria-valuetext")) ?? "";
    held += Number(/: (\d+) of 150/.exec(read)?.[1]);
    await page.keyboard.press("ArrowRight");
  }
  expect(held).toBe(150);
  await numbers.getByText("Log", { exact: true }).click();
  await expect(numbers.getByTestId("bin").first()).toContainText("Point at a bar");
  await weights.hover();
  await expect(numbers.getByTestId("bin").first()).toContainText(/ to .*: \d+ of 150/);
  await expect(numbers).toContainText("0.001");

  // Into files: the histogram, whose bins hold all weights, and a sheet of the six maps.
  const saved = async (menu: string, kind: string) => {
    const file = lab.file(kind.includes("PNG") ? "saved.png" : "saved.csv");
    await answerFileDialogs(lab, file);
    await inspect().getByRole("button", { name: menu }).click();
    await page.getByRole("button", { name: kind }).click();
    await expect(page.getByRole("button", { name: kind })).toHaveCount(0);
    return readFile(file);
  };
  const bins = (await saved("Save Weights and gradients", "Table (CSV)")).toString().split("\r\n");
  expect(bins[0]).toBe("what,from,below,at update 1");
  const inBins = bins.filter((line) => line.startsWith("weight,")).map((line) => Number(line.split(",")[3]));
  expect(inBins.reduce((sum, count) => sum + count)).toBe(150);
  const sheet = decode(await saved("Save Maps of Conv 1", "Picture (PNG)"));
  expect([sheet.width, sheet.height]).toEqual([3 * 240 + 16, 2 * 260 + 16]);
  const cells = (await saved("Save Maps of Conv 1", "Table (CSV)")).toString().split("\r\n");
  expect(cells[1 + 2 * 20 + 1]).toMatch(new RegExp(`^3,2,${value},`));

  await maps.getByText("Shared", { exact: true }).click();
  await expect(maps.locator("header")).toContainText(/\d to /);
  await inspect()
    .getByRole("button", { name: /^Conv 2/ })
    .click();
  const kernels = inspect().getByRole("region", { name: "Kernels" });
  await expect(kernels.getByRole("img")).toHaveCount(6);
  await inspect()
    .getByRole("button", { name: /^Dense 2/ })
    .click();
  const values = inspect().getByRole("list", { name: "Values" });
  await expect(values.getByRole("listitem")).toHaveCount(10);
  // The last layer's numbers bear the names of the classes: the tenth digit is a 9.
  await expect(values.getByRole("button", { name: /^9: / })).toHaveCount(1);

  // While it trains the maps follow the weights.
  await inspect()
    .getByRole("button", { name: /^Conv 1/ })
    .click();
  const named = () => reader.getAttribute("aria-label");
  await maps.getByRole("button", { name: /^Map 3,/ }).click();
  const before = await named();
  await transport(lab, "Train one batch").click();
  await expect.poll(named).not.toBe(before);
  await expect(numbers).toContainText("2 looks, newest on top");
  await inspect()
    .getByRole("button", { name: /^ReLU 1/ })
    .click();
  await expect(numbers.getByTestId("activity")).toContainText(/maps? (is|are) dead/);
  await page.keyboard.press("Control+1");
  await expect(page.getByTestId("canvas")).toBeVisible();
});

test("the microscope shows how a pixel is made: its patch, kernel and products add up to the value that the map has there", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused");
  await page.getByRole("button", { name: "Inspect", exact: true }).click();
  const inspect = page.getByTestId("inspect");
  await inspect
    .getByRole("navigation", { name: "Layers" })
    .getByRole("button", { name: /Conv 2/ })
    .click();
  const microscope = page.getByTestId("microscope");
  await expect(microscope).toContainText("bias");
  const reader = inspect.getByRole("button", { name: /Arrow keys read its values/ });
  await reader.press("ArrowDown");
  await reader.press("ArrowRight");
  await expect(inspect.getByText(/Row 5, column 5/)).toBeVisible();
  const value = await inspect
    .getByText(/Row 5, column 5/)
    .locator("b")
    .textContent();
  await expect(microscope.getByTestId("microscope-sum").locator("b")).toHaveText(value ?? "");
  // Above the numbers stands what Conv 2 computes, in its own words.
  await expect(microscope.locator("math").first()).toContainText("+");
  // The cursor follows the pointer, and the rays from the input with it; it goes back where nothing was clicked.
  const place = inspect.getByRole("status").filter({ hasText: /^Row/ });
  const rays = () => inspect.getByTestId("rays").locator("polygon").getAttribute("points");
  const pinned = await rays();
  await reader.hover({ position: { x: 4, y: 4 } });
  await expect(place).toContainText("Row 1, column 1:");
  await expect.poll(rays).not.toBe(pinned);
  await microscope.getByRole("heading", { name: "Pixel microscope" }).hover();
  await expect(place).toContainText("Row 5, column 5:");
  await expect.poll(rays).toBe(pinned);
  const numbers = async (name: string) => {
    const label = await microscope
      .getByRole("img", { name: new RegExp(`^${name}:`) })
      .getAttribute("aria-label");
    return (label ?? "")
      .replace(/^[^:]*: /, "")
      .split(", ")
      .map((text) => Number(text.replaceAll("\u2212", "-")));
  };
  const [patch, kernel, products] = [
    await numbers("Patch"),
    await numbers("Kernel"),
    await numbers("Products"),
  ];
  expect(products).toHaveLength(patch.length);
  for (const [index, product] of products.entries())
    expect(Math.abs((patch[index] ?? 0) * (kernel[index] ?? 0) - product)).toBeLessThan(
      0.01 + 0.02 * Math.abs(product),
    );
  await expect(
    microscope.getByRole("list", { name: "Sums of the channels" }).getByRole("button"),
  ).not.toHaveCount(0);
  // The same place after ReLU 2, as the microscope said it would be, and back.
  const bent = (await microscope.getByText("ReLU 2 makes it").locator("b").textContent()) ?? "";
  const switched = inspect.getByRole("radiogroup", { name: "Before or after ReLU 2" });
  await switched.getByText("After").click();
  await expect(inspect.getByRole("heading", { name: "Map 1 of ReLU 2" })).toBeVisible();
  await expect(inspect.getByText(/Row 5, column 5/).locator("b")).toHaveText(bent);
  await switched.getByText("Before ReLU 2").click();
  await expect(inspect.getByText(/Row 5, column 5/).locator("b")).toHaveText(value ?? "");
  await inspect
    .getByRole("navigation", { name: "Layers" })
    .getByRole("button", { name: /Max pool 1/ })
    .click();
  await expect(microscope.getByTestId("microscope-sum")).toContainText("The largest of 4");
  await inspect
    .getByRole("navigation", { name: "Layers" })
    .getByRole("button", { name: /Dense 1/ })
    .click();
  await inspect.getByRole("button", { name: /^Unit 3:/ }).click();
  await expect(microscope).toContainText("Unit 3 under the microscope");
  await expect(microscope.getByTestId("microscope-sum")).toContainText("+ bias");
});

test("which pixels speak for a class: saliency and Grad-CAM follow the class that is chosen, and another probe", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused");
  await page.getByRole("button", { name: "Inspect", exact: true }).click();
  const explanation = page.getByTestId("explanation");
  await explanation.getByRole("switch").click();
  const saliency = explanation.getByRole("img", { name: /^Saliency/ });
  const first = await saliency.getAttribute("aria-label");
  await expect(explanation.getByRole("img", { name: /^Grad-CAM of Conv 1/ })).toBeVisible();
  const classes = explanation.getByLabel("Class to explain");
  const chosen = (await classes.locator("option").first().textContent())?.at(-1);
  await classes.selectOption(chosen === "7" ? "3" : "7");
  await expect(explanation).toContainText(/Score of [37]:/);
  await expect(saliency).not.toHaveAttribute("aria-label", first ?? "");
  // Another image, and one of one's own, without leaving the mode.
  const probe = inspect().getByRole("region", { name: "Probe image" });
  const shown = () => probe.getByRole("img").getAttribute("aria-label");
  const before = await shown();
  await probe.getByRole("button", { name: "Another image" }).click();
  await expect.poll(shown).not.toBe(before);
  await probe.getByRole("button", { name: "Try it" }).click();
  await page.getByTestId("try-it").getByRole("img", { name: /^Pad/ }).click();
  await expect.poll(shown).toBe("Your picture, as the network sees it");
  await page.getByRole("button", { name: "Close, back to the data set" }).click();
  await expect.poll(shown).toMatch(/^Image [\d,]+ of the set/);
});

test("a learning rate that kills units is told on the layer and in Inspect, and pointing at a layer tells what it gives", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await setField(lab, "Learning rate", "2");
  await transport(lab, "Train one epoch").click();
  await expect(runWords(lab)).toContainText("Paused");
  const node = page.getByTestId("node-ReLU 3");
  await expect(node).toContainText("always zero");
  await node.hover();
  await expect(node).toHaveAttribute("title", /^Over 256 test examples: 0 to .* zeros$/);
  await page.getByRole("button", { name: "Inspect", exact: true }).click();
  await page
    .getByRole("navigation", { name: "Layers" })
    .getByRole("button", { name: /^ReLU 3/ })
    .click();
  await expect(page.getByTestId("activity")).toContainText(/of \d+ units are dead: 0 for every one/);
});

test("gradients that explode and gradients that die are told on their layers, and the lanes say what they are in a window of any size", async () => {
  const { page } = lab;
  await openTemplate(lab, "two-spirals");
  const row = (name: string) => layer(lab, name).locator('[data-testid^="gradient-"]');
  // Weights a thousand times too large: what goes back through Dense 2 and Dense 3 grows by so much at each.
  for (const name of ["Dense 2", "Dense 3"]) {
    await select(lab, name);
    await setField(lab, "Gain", "1000");
  }
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1");
  await expect(row("Dense 1")).toContainText("exploding gradient");
  // Weights of zero in the last layer let nothing back to the others.
  await transport(lab, "Forget the run, back to untrained").click();
  await select(lab, "Dense 3");
  await setField(lab, "Gain", "0");
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused after batch 1");
  await expect(row("Dense 1")).toContainText("dead gradient");
  await expect(row("Dense 3")).toContainText("exploding gradient");
  for (const [width, height] of [
    [1280, 800],
    [1024, 700],
    [1440, 900],
  ] as const) {
    await resize(lab, width, height);
    const legend = page.getByText("gradients back, width shows size");
    await expect(legend).toBeVisible();
    const [words, canvas] = await Promise.all([
      legend.boundingBox(),
      page.getByTestId("canvas").boundingBox(),
    ]);
    if (!words || !canvas) throw new Error("There is no legend.");
    expect(words.x).toBeGreaterThan(canvas.x);
    expect(words.x + words.width).toBeLessThan(canvas.x + canvas.width);
    for (const tools of ["Shown on the network", "Drawing and view"]) {
      const box = await page.getByRole("toolbar", { name: tools }).boundingBox();
      if (!box) throw new Error(`There is no ${tools}.`);
      const isBeside = words.x + words.width <= box.x || words.x >= box.x + box.width;
      expect(isBeside || words.y >= box.y + box.height).toBe(true);
    }
  }
});

test("of a layer with very many maps those in sight are drawn, and the last one is read as the first", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await select(lab, "Conv 1");
  await setField(lab, "Filters", "400");
  await transport(lab, "Train one batch").click();
  await expect(runWords(lab)).toContainText("Paused");
  await page.getByRole("button", { name: "Inspect", exact: true }).click();
  const maps = page.getByRole("region", { name: "Maps of Conv 1" });
  await expect(maps.getByRole("button", { name: /^Map 1,/ })).toBeVisible();
  await expect(maps.getByRole("listitem").first()).toHaveAttribute("aria-setsize", "400");
  expect(await maps.getByRole("listitem").count()).toBeLessThan(120);
  await maps.evaluate((section) => section.scrollTo(0, section.scrollHeight));
  await maps.getByRole("button", { name: /^Map 400,/ }).click();
  expect(await maps.getByRole("listitem").count()).toBeLessThan(120);
  await page.getByRole("button", { name: /^Map 400 of Conv 1/ }).press("ArrowRight");
  await expect(inspect().getByText(/Row 11, column 12:/)).toBeVisible();
});

test("what a map looks for: its strongest examples, an input grown for it, and what must not be covered; while it trains, too", async () => {
  const { page } = lab;
  await openTemplate(lab, "handwritten-digits");
  await selectNothing(lab);
  await setField(lab, "Epochs", "500");
  await page.getByTestId("train").click();
  await waitForCurve(lab);
  await page.keyboard.press("Control+2");
  await page
    .getByRole("navigation", { name: "Layers" })
    .getByRole("button", { name: /Conv 2/ })
    .click();
  const seeking = page.getByTestId("seeking");
  await seeking.getByRole("button", { name: /^Ask map 1 of/ }).click();
  const strongest = seeking.getByRole("button", { name: /^Example \d/ });
  await expect(strongest).toHaveCount(9);
  const answers = await strongest.evaluateAll((all) =>
    all.map((each) => Number(/answer ([\d.]+)/.exec(each.getAttribute("aria-label") ?? "")?.[1])),
  );
  expect(answers).toEqual(answers.toSorted((a, b) => b - a));

  await page.getByTestId("dock").getByRole("button", { name: "Pause", exact: true }).click();
  await expect(runWords(lab)).toContainText("Paused");
  await seeking.getByRole("combobox", { name: "What to look for" }).selectOption("An input grown for it");
  await seeking.getByRole("button", { name: /^Ask map 1 of/ }).click();
  await expect(seeking).toContainText(/It answered \S+ to noise, and \S+ now\./);
  await seeking.getByRole("combobox", { name: "What to look for" }).selectOption("What must not be covered");
  await seeking.getByRole("button", { name: "Cover the probe" }).click();
  await expect(seeking.getByRole("img", { name: /^Occlusion map/ })).toBeVisible();
  await expect(seeking).toContainText(/The score of .* falls by/);
});
