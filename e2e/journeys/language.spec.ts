import { writeFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { dropFile, layer, openTemplate } from "../driver.ts";
import { labToLaunch } from "../lab-of-test.ts";

const lab = labToLaunch();

const heading = (name: string) => lab.page.getByRole("heading", { name });

test("a person chooses French while a network is open: all is said anew, and the network stays", async () => {
  await lab.launch();
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

  await lab.launch();
  await expect(heading("Projets récents")).toBeVisible();
  await lab.page.keyboard.press("Control+,");
  await lab.page.getByRole("radio", { name: "English" }).check();
  await expect(heading("Recent projects")).toBeVisible();
});

test("the app speaks the language of the system", async () => {
  await lab.launch({ language: "fr-CA" });
  await expect(heading("Projets récents")).toBeVisible();
  await expect(lab.page.locator("html")).toHaveAttribute("lang", "fr-CA");
  // What is dropped on the start screen begins a document, which has no name yet; numbers are written as in French.
  const file = lab.file("mesures.csv");
  const rows = Array.from({ length: 30 }, (_, row) => `${row},5;${30 - row},25;${row % 2 ? "oui" : "non"}`);
  await writeFile(file, ["longueur;largeur;réponse", ...rows].join("\n"));
  await dropFile(lab, file);
  const columns = lab.page.getByRole("dialog", { name: /mesures\.csv/ });
  await expect(columns.getByRole("combobox", { name: /longueur/ })).toHaveValue("number");
  await columns.getByRole("button", { name: "Utiliser ce tableau" }).click();
  await expect(lab.page.getByTestId("project-name")).toHaveValue("Sans titre");
});
