import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { type Layerlab, launchLayerlab, layer, openTemplate } from "../driver.ts";

let home: string;
let lab: Layerlab;
test.beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "layerlab-language-"));
});
test.afterEach(async () => {
  await lab.close();
  await rm(home, { recursive: true, force: true });
});

const heading = (name: string) => lab.page.getByRole("heading", { name });

test("a person chooses French while a network is open: all is said anew, and the network stays", async () => {
  lab = await launchLayerlab({ home });
  const { page } = lab;
  await openTemplate(lab, "two-spirals");
  await expect(layer(lab, "Dense 1")).toBeVisible();
  await page.keyboard.press("Control+,");
  await page.getByRole("radio", { name: "Français" }).check();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(page.getByRole("radiogroup", { name: "Langue" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(layer(lab, "Dense 1")).toBeVisible();
  await page.getByRole("button", { name: "Layerlab, menu de l’application" }).click();
  await page.getByRole("button", { name: "Écran d’accueil" }).click();
  await expect(heading("Construisez un réseau où l’on voit tout")).toBeVisible();
  await lab.close();

  lab = await launchLayerlab({ home });
  await expect(heading("Projets récents")).toBeVisible();
  await lab.page.keyboard.press("Control+,");
  await lab.page.getByRole("radio", { name: "English" }).check();
  await expect(heading("Recent projects")).toBeVisible();
});

test("the app speaks the language of the system", async () => {
  lab = await launchLayerlab({ home, language: "fr-CA" });
  await expect(heading("Projets récents")).toBeVisible();
  await expect(lab.page.locator("html")).toHaveAttribute("lang", "fr-CA");
});
