import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { expect, test } from "@playwright/test";
import {
  answerFileDialogs,
  chooseFromMenu,
  launchAgain,
  menuEntries,
  openTemplate,
  select,
  setField,
} from "../driver.ts";
import { labOfEachTest } from "../lab-of-test.ts";

const lab = labOfEachTest();

const file = (name: string) => lab.file(name);
const projectName = () => lab.page.getByTestId("project-name");
const saveState = () => lab.page.getByTestId("save-state");
const dialog = () => lab.page.getByRole("dialog");

async function rename(name: string): Promise<void> {
  await projectName().fill(name);
  await projectName().press("Enter");
}

async function saved(name: string): Promise<{ name: string; graph: { nodes: { name: string }[] } }> {
  return JSON.parse(await readFile(file(name), "utf8"));
}

/** Asks the app to end, as the person does from the menu; it may ask back. */
async function quit(): Promise<void> {
  await lab.app.evaluate(({ app }) => setImmediate(() => app.quit()));
}

test("save, quit, reopen from the list of recent projects", async () => {
  await openTemplate(lab, "two-spirals");
  await rename("My spirals");
  await expect(saveState()).toHaveText("Edited");
  await answerFileDialogs(lab, file("mine"));
  await lab.page.keyboard.press("Control+s");
  await expect(saveState()).toHaveText(/^Saved /);
  expect(await saved("mine.layerlab")).toMatchObject({ name: "My spirals" });

  await rename("My spirals, again");
  await answerFileDialogs(lab, null); // a second save needs no dialog
  await chooseFromMenu(lab, "File", "Save");
  await expect(saveState()).toHaveText(/^Saved /);
  expect(await saved("mine.layerlab")).toMatchObject({ name: "My spirals, again" });

  const ended = lab.app.waitForEvent("close");
  await quit(); // nothing is unsaved, so nothing is asked
  await ended;

  await lab.launch();
  await lab.page.getByRole("button", { name: /My spirals, again/ }).click();
  await expect(projectName()).toHaveValue("My spirals, again");
  await expect(saveState()).toHaveText("Saved");
});

test("quitting with unsaved changes asks; staying keeps them, saving writes them, then the app ends", async () => {
  await openTemplate(lab, "three-blobs");
  await rename("Blobs of mine");
  await quit();
  await expect(dialog()).toContainText("Save the changes to Blobs of mine?");
  await dialog().getByRole("button", { name: "Cancel" }).click();
  await expect(projectName()).toHaveValue("Blobs of mine");

  const ended = lab.app.waitForEvent("close");
  await answerFileDialogs(lab, file("blobs.layerlab"));
  await quit();
  await dialog().getByRole("button", { name: "Save", exact: true }).click();
  await ended;
  expect(await saved("blobs.layerlab")).toMatchObject({ name: "Blobs of mine" });
});

test("a project named on the command line is open when the window is", async () => {
  await openTemplate(lab, "hidden-layer");
  await answerFileDialogs(lab, file("layer.layerlab"));
  await chooseFromMenu(lab, "File", "Save as…");
  await expect(saveState()).toHaveText(/^Saved/);
  await lab.launch({ args: [file("layer.layerlab")] });
  await expect(projectName()).toHaveValue("A hidden layer");
});

test("starting the app again with a file opens it in the window there is", async () => {
  await openTemplate(lab, "hidden-layer");
  await answerFileDialogs(lab, file("layer.layerlab"));
  await chooseFromMenu(lab, "File", "Save as…");
  await expect(saveState()).toHaveText(/^Saved/);
  await chooseFromMenu(lab, "File", "New");
  await expect(projectName()).toHaveValue("Untitled");
  // As a double click on a desktop of Linux names it.
  await launchAgain(lab, [pathToFileURL(file("layer.layerlab")).href]);
  await expect(projectName()).toHaveValue("A hidden layer");
  expect(lab.app.windows()).toHaveLength(1);
});

test("starting the app again while it ends starts it anew once it has ended, with the file", async () => {
  // The run of a long training may take seconds to be kept; a double click on a file comes meanwhile.
  await lab.app.evaluate(
    ({ app }, { working, told }) => {
      app.relaunch = (options) =>
        process.getBuiltinModule("fs").writeFileSync(told, JSON.stringify(options?.args));
      app.once("will-quit", () =>
        app.emit("second-instance", {}, ["layerlab", "--lang=en-US", "layer.layerlab"], working),
      );
    },
    { working: lab.home, told: file("told.json") },
  );
  const ended = lab.app.waitForEvent("close");
  await quit();
  await ended;
  const words = JSON.parse(await readFile(file("told.json"), "utf8"));
  expect(words).toEqual(["--lang=en-US", "layer.layerlab", file("layer.layerlab")]);
});

test("a file that is no project is refused with place and reason, and nothing else happens", async () => {
  await openTemplate(lab, "three-blobs");
  await answerFileDialogs(lab, file("good.layerlab"));
  await chooseFromMenu(lab, "File", "Save as…");
  await expect(saveState()).toHaveText(/^Saved/);
  const hostile = JSON.parse(await readFile(file("good.layerlab"), "utf8"));
  hostile.graph.nodes[1].fields.units = 1e9;
  await writeFile(file("hostile.layerlab"), JSON.stringify(hostile));
  await writeFile(file("deep.layerlab"), "[".repeat(100_000));

  for (const [name, words] of [
    ["hostile.layerlab", "graph.nodes[1].fields.units: must be at most 100000"],
    ["deep.layerlab", "not valid JSON"],
    ["missing.layerlab", "does not exist"],
  ] as const) {
    await answerFileDialogs(lab, file(name));
    await chooseFromMenu(lab, "File", "Open…");
    await expect(dialog()).toContainText(`${name} cannot be opened`);
    await expect(dialog()).toContainText(words);
    await lab.page.keyboard.press("Escape");
    await expect(dialog()).toHaveCount(0);
  }
  await expect(projectName()).toHaveValue("Three blobs");
});

test("a model is exported, imported again with the same outputs, and refused when it was changed", async () => {
  await openTemplate(lab, "two-spirals");
  await lab.page.getByTestId("train").click();
  await expect(lab.page.getByTestId("run-words")).toContainText("Trained", { timeout: 40_000 });
  await answerFileDialogs(lab, file("spirals.json"));
  await chooseFromMenu(lab, "File", "Export model…");
  await expect(dialog()).toContainText("The model is exported");
  await lab.page.keyboard.press("Escape");

  const model = JSON.parse(await readFile(file("spirals.json"), "utf8"));
  expect(model).toMatchObject({ format: "layerlab-model", version: 1, classNames: ["Class A", "Class B"] });
  expect(model.metrics.testAccuracy).toBeGreaterThan(0.9);

  await chooseFromMenu(lab, "File", "Import model…");
  await expect(dialog()).toContainText("4 of 4 come out bit for bit");
  await lab.page.keyboard.press("Escape");
  await launchAgain(lab, [file("spirals.json")]); // a double click on the model
  await expect(dialog()).toContainText("The model is imported");
  await lab.page.keyboard.press("Escape");

  const [first] = model.testVectors.outputs.values;
  const changed = `${first === "A" ? "B" : "A"}${model.testVectors.outputs.values.slice(1)}`;
  model.testVectors.outputs.values = changed;
  await writeFile(file("changed.json"), JSON.stringify(model));
  await answerFileDialogs(lab, file("changed.json"));
  await chooseFromMenu(lab, "File", "Import model…");
  await expect(dialog()).toContainText("This model cannot be opened");
  await expect(dialog()).toContainText("testVectors: vector 1 gives");
});

test("neither a model nor a picture is written over the file of the open project", async () => {
  await openTemplate(lab, "two-spirals");
  await answerFileDialogs(lab, file("mine.layerlab"));
  await chooseFromMenu(lab, "File", "Save as…");
  await expect(saveState()).toHaveText(/^Saved/);
  const before = await readFile(file("mine.layerlab"), "utf8");
  await lab.page.getByTestId("train").click();
  await expect(lab.page.getByTestId("run-words")).toContainText("Trained", { timeout: 40_000 });

  await chooseFromMenu(lab, "File", "Export model…");
  await expect(dialog()).toContainText("The model was not written over the open project");
  await expect(dialog()).toContainText("mine.layerlab is the file of the project that is open");
  await expect(dialog()).toContainText("Choose another name for the model.");
  await lab.page.keyboard.press("Escape");

  const panel = lab.page.getByRole("region", { name: "Loss", exact: true });
  await panel.getByRole("button", { name: "Save the chart" }).click();
  await lab.page.getByRole("button", { name: "Picture (PNG)" }).click();
  await expect(lab.page.getByRole("alert")).toContainText(
    "The picture was not written over the open project",
  );
  await lab.page.keyboard.press("Escape");
  expect(await readFile(file("mine.layerlab"), "utf8")).toBe(before);

  await answerFileDialogs(lab, file("model.json"));
  await chooseFromMenu(lab, "File", "Export model…");
  await expect(dialog()).toContainText("The model is exported");

  // What was just written is shown in its folder; whatever else the window may ask for is not.
  const shown = await lab.app.evaluateHandle(({ shell }) => {
    const paths: string[] = [];
    shell.showItemInFolder = (path) => void paths.push(path);
    return paths;
  });
  await dialog().getByRole("button", { name: "Show in folder" }).click();
  await expect.poll(() => shown.jsonValue()).toEqual([file("model.json")]);
  await dialog().getByRole("button", { name: "Close" }).click();
  await answerFileDialogs(lab, file("loss.csv"));
  await panel.getByRole("button", { name: "Save the chart" }).click();
  await lab.page.getByRole("button", { name: "Table (CSV)" }).click();
  const toast = lab.page.getByTestId("saved-toast");
  await expect(toast).toContainText("loss.csv is saved.");
  await toast.getByRole("button", { name: "Show in folder" }).click();
  await expect.poll(() => shown.jsonValue()).toEqual([file("model.json"), file("loss.csv")]);
  await expect(toast).toHaveCount(0);
  for (const path of [file("mine.layerlab"), "/etc/passwd", "loss.csv"])
    expect(
      await lab.page.evaluate((asked) => window.desktop.showInFolder({ path: asked }), path),
    ).toMatchObject({
      ok: false,
    });
  expect(await shown.jsonValue()).toHaveLength(2);
});

test("an import that fails, or that the person gives up, leaves the edited document and its trained network", async () => {
  await openTemplate(lab, "two-spirals");
  await rename("Spirals of mine");
  await lab.page.getByTestId("train").click();
  await expect(lab.page.getByTestId("run-words")).toContainText("Trained", { timeout: 40_000 });
  await writeFile(file("torn.json"), '{"format":"layerlab-model","version":1');
  for (const chosen of [null, file("torn.json")]) {
    await answerFileDialogs(lab, chosen);
    await chooseFromMenu(lab, "File", "Import model…");
    await dialog().getByRole("button", { name: "Don't save" }).click();
    if (chosen !== null) {
      await expect(dialog()).toContainText("cannot be opened");
      await lab.page.keyboard.press("Escape");
    }
    await expect(dialog()).toHaveCount(0);
    await expect(projectName()).toHaveValue("Spirals of mine");
    await expect(saveState()).toHaveText("Edited");
  }
  // The weights are those of the run: they can still be taken out.
  await answerFileDialogs(lab, file("kept.json"));
  await chooseFromMenu(lab, "File", "Export model…");
  await expect(dialog()).toContainText("The model is exported");
});

test("a layer starts from the weights of a model's layer of the same shape, or is drawn anew", async () => {
  const { page } = lab;
  await openTemplate(lab, "two-spirals");
  await page.getByTestId("train").click();
  await expect(page.getByTestId("run-words")).toContainText("Trained", { timeout: 40_000 });
  await answerFileDialogs(lab, file("spirals.json"));
  await chooseFromMenu(lab, "File", "Export model…");
  await expect(dialog()).toContainText("The model is exported");
  await page.keyboard.press("Escape");

  await select(lab, "Dense 2");
  const inspector = page.getByTestId("inspector");
  await inspector.getByRole("button", { name: "Copy from a model…" }).click();
  const chooser = page.getByRole("dialog", { name: "Weights for Dense 2" });
  const entry = (name: string) => chooser.getByRole("listitem").filter({ hasText: name });
  await expect(entry("Dense 1")).toContainText("Its weight is 32×2, not 32×32.");
  await expect(entry("Dense 1").getByRole("button")).toHaveAttribute("aria-disabled", "true");
  await entry("Dense 2").getByRole("button", { name: "Copy" }).click();
  await expect(inspector).toContainText("Starts from Dense 2 of Two spirals");

  // Another size than the weights have is told, and its fix draws them.
  await setField(lab, "Units", "16");
  await expect(inspector).toContainText("Starts from Dense 2");
  await page.getByTestId("node-Dense 2").locator(".layer-mark").first().click();
  await page.getByRole("button", { name: "Draw the weights of Dense 2 anew" }).first().click();
  await expect(page.getByTestId("node-Dense 2").locator(".layer-mark")).toHaveCount(0);
  await expect(inspector.getByRole("button", { name: "Copy from a model…" })).toBeVisible();

  await answerFileDialogs(lab, file("spirals.layerlab"));
  await writeFile(file("spirals.layerlab"), "{}");
  await inspector.getByRole("button", { name: "Copy from a model…" }).click();
  await expect(inspector.getByRole("alert")).toContainText("cannot be opened");
});

test("the native menu copies, pastes and undoes on the canvas, and edits text in a text field", async () => {
  await openTemplate(lab, "three-blobs");
  const layers = lab.page.locator('[data-testid^="node-"]');
  await expect(layers).toHaveCount(3);
  await lab.page.getByTestId("node-Dense").click();
  await chooseFromMenu(lab, "Edit", "Copy");
  // The page hands its text to the system in its own time.
  const clipboardText = () => lab.app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(clipboardText).toContain("layerlab-layers");
  await chooseFromMenu(lab, "Edit", "Paste");
  await expect(layers).toHaveCount(4);
  await expect.poll(() => menuEntries(lab, "Edit")).toContain("Undo paste Dense");
  await chooseFromMenu(lab, "Edit", "Undo paste Dense");
  await expect(layers).toHaveCount(3);

  await projectName().fill("abc");
  await chooseFromMenu(lab, "Edit", "Select all");
  await expect.poll(() => projectName().evaluate((field: HTMLInputElement) => field.selectionEnd)).toBe(3);
  await expect.poll(() => projectName().evaluate((field: HTMLInputElement) => field.selectionStart)).toBe(0);
  await chooseFromMenu(lab, "Edit", "Cut");
  await expect(projectName()).toHaveValue("");
  await chooseFromMenu(lab, "Edit", "Paste");
  await chooseFromMenu(lab, "Edit", "Paste");
  await expect(projectName()).toHaveValue("abcabc");
  await expect(layers).toHaveCount(3);
});
