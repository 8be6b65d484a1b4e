import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "@playwright/test";
import {
  answerFileDialogs,
  chooseFromMenu,
  layer,
  runWords,
  selectNothing,
  setField,
  transport,
  waitForCurve,
} from "../driver.ts";
import { labToLaunch } from "../lab-of-test.ts";

const lab = labToLaunch();

type State = "training" | "paused" | "finished" | "from a file";

async function template(name: string) {
  return JSON.parse(await readFile(path.join("assets/templates", `${name}.json`), "utf8"));
}

/** On the canvas: every layer's picture, what it gives in words, the gradients that were trained with, the loss. */
async function seeCanvas(names: readonly string[], state: State): Promise<void> {
  const { page } = lab;
  await page.keyboard.press("Control+1");
  for (const name of names) {
    // The words come with the pointer.
    await layer(lab, name).locator(".layer-head").hover();
    await expect(layer(lab, name)).toHaveAttribute("title", /examples?: .* to .*, mean .*zeros$/);
  }
  for (const name of names.filter((each) => /^(Input|Conv|Dense|Max pool|Short)/.test(each)))
    await expect(layer(lab, name).locator("[data-show] canvas")).toBeVisible();
  const bars = page.locator('[data-testid^="gradient-"]');
  const lanes = page.locator(".tensor-backward");
  if (state === "from a file") await expect(bars).toHaveCount(0);
  else expect(await bars.count()).toBeGreaterThan(1);
  if (state === "training" || state === "paused") expect(await lanes.count()).toBeGreaterThan(5);
  else await expect(lanes).toHaveCount(0);
  await expect(layer(lab, "Output")).toContainText(state === "from a file" ? "Probe loss" : /Loss \d/);
}

/** In Inspect: the maps or numbers of every layer, how one of them came about, and what it gives over many examples. */
async function seeLayers(names: readonly string[], state: State): Promise<void> {
  const { page } = lab;
  await page.keyboard.press("Control+2");
  const inspect = page.getByTestId("inspect");
  const microscope = page.getByTestId("microscope");
  for (const name of names) {
    await page
      .getByRole("navigation", { name: "Layers" })
      .getByRole("button", { name: new RegExp(`^${name} ?\\d`) })
      .click();
    await expect(inspect.getByRole("region", { name: `Maps of ${name}`, exact: true })).toBeVisible();
    await expect(microscope.locator("math").first()).toBeVisible();
    await expect(inspect.getByTestId("activity")).toContainText(/examples?: .* zeros/);
    const place = inspect.getByRole("status").filter({ hasText: /^Row/ });
    const sum = microscope.getByTestId("microscope-sum");
    // While it trains, the map and the microscope may be of different batches.
    if (state !== "training" && (await place.count()) > 0 && (await sum.count()) > 0)
      await expect(sum.locator("b")).toHaveText((await place.locator("b").textContent()) ?? "");
  }
}

/** What speaks for a class, what a map looks for, the hidden space, how good it is, and something of one's own. */
async function askAll(conv: string): Promise<void> {
  const { page } = lab;
  await page
    .getByRole("navigation", { name: "Layers" })
    .getByRole("button", { name: new RegExp(`^${conv} ?\\d`) })
    .click();
  const explanation = page.getByTestId("explanation");
  await explanation.getByRole("switch").click();
  await expect(explanation.getByRole("img", { name: /^Saliency/ })).toBeVisible();
  await expect(explanation.getByRole("img", { name: new RegExp(`^Grad-CAM of ${conv}`) })).toBeVisible();
  await explanation.getByRole("switch").click();

  const seeking = page.getByTestId("seeking");
  await seeking.getByRole("button", { name: /^Ask map/ }).click();
  await expect(seeking.getByRole("button", { name: /^Example \d/ })).toHaveCount(9, { timeout: 60_000 });

  await page.getByRole("button", { name: "Hidden space" }).click();
  const space = page.getByRole("dialog", { name: "Hidden space" });
  await expect(space.getByRole("button", { name: /examples as points/ })).toBeVisible({ timeout: 60_000 });
  await space.getByRole("button", { name: "Close" }).click();

  await transport(lab, "How good is it?").click();
  const judged = page.getByRole("dialog", { name: "How good is it?" });
  await expect(judged.getByRole("status")).toContainText("right", { timeout: 60_000 });
  await judged.getByRole("button", { name: "Close" }).click();

  await page
    .getByTestId("inspect")
    .getByRole("region", { name: "Probe image" })
    .getByRole("button", { name: "Try it" })
    .click();
  const tryIt = page.getByTestId("try-it");
  await tryIt.getByRole("img", { name: /^Pad/ }).click();
  await expect(
    tryIt.getByRole("region", { name: "What the network answers" }).getByRole("list"),
  ).toBeVisible();
  await tryIt.getByRole("button", { name: "Clear" }).click();
  await tryIt.getByRole("button", { name: "Close, back to the data set" }).click();
}

for (const [name, conv] of [
  ["handwritten-digits", "Conv 2"],
  ["resnet-8", "Conv 4"],
] as const)
  test(`${name}: every view while it trains, paused, finished, and on the model from a file`, async () => {
    test.setTimeout(360_000);
    const project = await template(name);
    const digits = await template("handwritten-digits");
    // The residual network, too, on the small set, so that it comes to an end here.
    project.data = digits.data;
    project.graph.nodes[0].fields = digits.graph.nodes[0].fields;
    // Its layers without their blocks, each with a place of its own.
    if (project.graph.groups)
      for (const [index, node] of project.graph.nodes.entries()) {
        node.x = 20 + (index % 5) * 200;
        node.y = 60 + Math.floor(index / 5) * 170;
      }
    delete project.graph.groups;
    const file = lab.file("project.layerlab");
    await writeFile(file, JSON.stringify(project));
    await lab.launch({ args: [file] });
    const { page } = lab;
    const layers: string[] = project.graph.nodes.map((node: { name: string }) => node.name);
    const given = layers.filter((each) => each !== "Output");
    const seeAll = async (state: State) => {
      await seeCanvas(layers, state);
      await seeLayers(given, state);
      await askAll(conv);
    };

    await expect(layer(lab, "Output")).toBeVisible({ timeout: 30_000 });
    await selectNothing(lab);
    await setField(lab, "Epochs", "1000");
    await transport(lab, "Train").click();
    await waitForCurve(lab);
    await seeAll("training");
    await expect(transport(lab, "Pause")).toBeVisible();
    await transport(lab, "Pause").click();
    await expect(runWords(lab)).toContainText("Paused after");
    await seeAll("paused");

    await page.keyboard.press("Control+1");
    await selectNothing(lab);
    const words = (await runWords(lab).textContent()) ?? "";
    const epoch = Number(/epoch ([\d,]+)/.exec(words)?.[1]?.replace(",", ""));
    await setField(lab, "Epochs", String(words.includes("after epoch") ? epoch + 1 : epoch));
    await transport(lab, "Resume").click();
    await expect(runWords(lab)).toContainText(/^Trained in/, { timeout: 120_000 });
    await seeAll("finished");

    await answerFileDialogs(lab, lab.file("model.json"));
    await chooseFromMenu(lab, "File", "Export model…");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await chooseFromMenu(lab, "File", "Import model…");
    await page.getByRole("dialog").getByRole("button", { name: "Don't save" }).click();
    await expect(page.getByRole("dialog")).toContainText("come out bit for bit");
    await page.keyboard.press("Escape");
    await seeAll("from a file");
  });
