import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { chooseFromMenu } from "../driver.ts";
import { labOfAllTests } from "../lab-of-test.ts";

declare global {
  /** What was opened outside of the app, written down in the main process. */
  var openedOutside: string[];
}

const repository = path.resolve(import.meta.dirname, "../..");

const lab = labOfAllTests();
test.beforeAll(async () => {
  await lab.page.getByTestId("start-screen").waitFor();
  await lab.app.evaluate(({ shell }) => {
    globalThis.openedOutside = [];
    shell.openExternal = async (url) => {
      globalThis.openedOutside.push(url);
    };
    shell.openPath = async (file) => {
      globalThis.openedOutside.push(file);
      return "";
    };
  });
});

const about = () => lab.page.getByRole("dialog", { name: /^Layerlab \d/ });
const opened = () => lab.app.evaluate(() => globalThis.openedOutside);

const entries = ["renderer/main.tsx", "app/main/main.ts", "app/preload/preload.ts", "engine/host/worker.ts"];
/** In modules and style sheets; types alone do not ship. */
const imports = /(?:^(?:import|export) (?!type )[^;"]*?from |^import |import\(|url\()"([^"]+)"/gm;

/** Packages that the entries' sources name, on any way from file to file. */
function importedPackages(): Set<string> {
  const packages = new Set<string>();
  const files = new Set(entries.map((entry) => path.join(repository, entry)));
  for (const file of files)
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(imports)) {
      if (name.startsWith(".")) files.add(path.join(path.dirname(file), name));
      else if (!name.startsWith("node:")) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
    }
  return packages;
}

test("About says what this is and runs on, from the menu and from the version at the bottom", async () => {
  await lab.page.getByRole("button", { name: /^Layerlab \d/ }).click();
  const versions = await lab.app.evaluate(({ app }) => ({
    Layerlab: app.getVersion(),
    Electron: process.versions.electron,
    Chromium: process.versions.chrome,
    Node: process.versions.node,
  }));
  for (const [name, version] of Object.entries(versions))
    await expect(about()).toContainText(`${name} ${version}`);
  await about().getByRole("button", { name: "Close" }).click();
  await chooseFromMenu(lab, "Help", "About Layerlab");
  await expect(about()).toBeVisible();
});

test("every package that the app's sources import is listed with its licence", async () => {
  // Electron is the runtime, and radix-ui a list of its own parts.
  const wanted = [...importedPackages()].filter((name) => name !== "electron" && name !== "radix-ui");
  expect(wanted).toEqual(expect.arrayContaining(["react", "zod", "katex", "uplot", "@noble/hashes"]));
  const names = await about().locator("summary > span").allTextContents();
  for (const name of wanted) expect(names.map((text) => text.split(" ")[0])).toContain(name);
  for (const name of [
    "Fashion-MNIST",
    "assemblyscript",
    "electron",
    "@fontsource-variable/atkinson-hyperlegible-mono",
  ])
    expect(names.some((text) => text.startsWith(name))).toBe(true);
  await about().getByText("zustand 5").click();
  await expect(about().locator("details[open] pre")).toContainText("Permission is hereby granted");
});

test("a link opens in the system's browser when it is pressed, and no other address does", async () => {
  expect(await opened()).toEqual([]);
  const link = about().locator("details[open] .about-link");
  await link.click();
  await expect.poll(opened).toEqual([await link.textContent()]);
  const answer = await lab.page.evaluate(() => window.desktop.openLink({ url: "https://example.com/" }));
  expect(answer).toMatchObject({ ok: false, trouble: { title: "This link was not opened" } });
  await about().getByRole("button", { name: "Show them in the browser" }).click();
  await expect.poll(async () => (await opened()).at(-1)).toMatch(/LICENSES\.chromium\.html$/);
  expect((await opened()).length).toBe(2);
});
