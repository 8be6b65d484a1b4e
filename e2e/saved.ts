import { readFile } from "node:fs/promises";
import { expect, type Locator } from "@playwright/test";
import { decode } from "fast-png";
import { answerFileDialogs, type Layerlab } from "./driver.ts";
import type { LabOfTest } from "./lab-of-test.ts";

const kinds = { png: "Picture (PNG)", svg: "Drawing (SVG)", csv: "Table (CSV)" } as const;
type Kind = keyof typeof kinds;

/** A table as it was saved: each line by the names of its columns. */
export type Table = readonly Readonly<Record<string, string>>[];

let files = 0;

/**
 * Saves a view in every kind that its menu offers, which must be these, and looks at each file: a picture of more than one
 * colour, a drawing that can be read, a table whose lines have as many cells as its head.
 * @returns the table; empty where none is offered
 */
export async function saveEach(
  lab: LabOfTest,
  place: Locator,
  menu: string,
  offered: readonly Kind[],
): Promise<Table> {
  const { page } = lab;
  const popover = page.getByRole("dialog", { name: menu, exact: true });
  let table: Table = [];
  for (const kind of offered) {
    const file = lab.file(`${++files}.${kind}`);
    await answerFileDialogs(lab, file);
    await place.getByRole("button", { name: menu, exact: true }).click();
    await expect(popover.getByRole("button")).toHaveText(offered.map((each) => kinds[each]));
    await popover.getByRole("button", { name: kinds[kind] }).click();
    await expect(popover).toHaveCount(0);
    const saved = await readFile(file);
    if (kind === "png") expectPicture(saved, menu);
    if (kind === "svg") await expectDrawing(lab, saved.toString(), menu);
    if (kind === "csv") table = tableOf(saved.toString(), menu);
  }
  return table;
}

/** The last number of a column that has one. */
const latest = (table: Table, column: string) =>
  table.map((line) => line[column] ?? "").findLast((value) => value !== "");

/** Saves a chart, whose table ends with the values that the chart tells. */
export async function saveChart(
  lab: LabOfTest,
  title: string,
  place = lab.page.getByTestId("dock"),
): Promise<void> {
  const panel = place.getByRole("region", { name: title, exact: true });
  const table = await saveEach(lab, panel, "Save the chart", ["png", "svg", "csv"]);
  const chart = panel.locator('[aria-roledescription="chart"]');
  const entries = chart.getByRole("button");
  if ((await entries.count()) > 0)
    for (const entry of await entries.all()) {
      const value = (await entry.locator("b").textContent()) ?? "";
      const name = ((await entry.textContent()) ?? "").replace(value, "").trim();
      expectShown(latest(table, name), value);
    }
  else {
    const told = ((await chart.getAttribute("aria-label")) ?? "").replace(/^[^:]*: /, "");
    for (const [, name = "", value] of told.matchAll(/([^\d,]+?) ([\d.,e\u2212]+(?:\s?%)?)(?:, |$)/g)) {
      const column = name.toLowerCase();
      expectShown(latest(table, `${column}, smoothed`) ?? latest(table, column), value);
    }
  }
  expect(Number(latest(table, "epoch"))).toBeGreaterThan(0);
}

function expectPicture(bytes: Uint8Array, menu: string): void {
  const { width, height, data, channels } = decode(bytes);
  expect(Math.min(width, height), `${menu}: sides of the picture`).toBeGreaterThan(30);
  const colours = new Set<string>();
  for (let at = 0; at < data.length; at += channels) colours.add(data.slice(at, at + channels).join());
  expect(colours.size, `${menu}: colours of the picture`).toBeGreaterThan(4);
}

async function expectDrawing({ page }: Layerlab, text: string, menu: string): Promise<void> {
  const found = await page.evaluate((svg) => {
    const read = new DOMParser().parseFromString(svg, "image/svg+xml");
    const lines = read.querySelectorAll("path, polyline, line").length;
    return {
      root: read.documentElement.nodeName,
      faults: read.querySelectorAll("parsererror").length,
      lines,
    };
  }, text);
  expect(found, menu).toMatchObject({ root: "svg", faults: 0 });
  expect(found.lines, `${menu}: lines of the drawing`).toBeGreaterThan(2);
}

function tableOf(text: string, menu: string): Table {
  expect(text.endsWith("\r\n"), menu).toBe(true);
  const [head = [], ...lines] = text
    .trimEnd()
    .split("\r\n")
    .map((line) =>
      [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
      ),
    );
  expect(new Set(head).size, `${menu}: names of the columns`).toBe(head.length);
  expect(head, menu).not.toContain("");
  expect(lines.length, `${menu}: lines of the table`).toBeGreaterThan(0);
  return lines.map((cells) => {
    expect(cells, menu).toHaveLength(head.length);
    return Object.fromEntries(cells.map((cell, at) => [head[at] ?? "", cell]));
  });
}

/** The number that a text of the window shows; `−1.2e−5`, `1,205` and `93.4 %` are such texts. */
export function numberIn(text: string | null | undefined): number {
  const plain = (text ?? "").replaceAll("\u2212", "-").replaceAll(/[,\s\u202f\u00a0]/g, "");
  return plain.endsWith("%") ? Number(plain.slice(0, -1)) / 100 : Number(plain);
}

/** A saved number is the one that the window shows, which has fewer digits. */
export function expectShown(saved: string | number | undefined, shown: string | null | undefined): void {
  const [, decimals = "", power = "0"] =
    /(?:\.(\d+))?(?:e(-?\d+))?$/.exec((shown ?? "").replaceAll("\u2212", "-").replace(/[\s\u202f]*%$/, "")) ??
    [];
  const step = 10 ** (Number(power) - decimals.length) * ((shown ?? "").endsWith("%") ? 0.01 : 1);
  const [a, b] = [saved === "" || saved === undefined ? Number.NaN : Number(saved), numberIn(shown)];
  expect(Math.abs(a - b), `saved ${saved}, shown ${shown}`).toBeLessThanOrEqual(0.501 * step);
}

/** Minimum, mean and maximum that a picture tells of itself to those who do not see it are those of the saved numbers. */
export async function expectSummary(picture: Locator, values: readonly number[]): Promise<void> {
  const words = (await picture.getAttribute("aria-label")) ?? "";
  const [, minimum, mean, maximum] =
    /minimum (\S+), mean (\S+), maximum (\S+?)(?:\.|,|$)(?:\s|$)/.exec(words) ?? [];
  expectShown(Math.min(...values), minimum);
  expectShown(values.reduce((sum, value) => sum + value, 0) / values.length, mean);
  expectShown(Math.max(...values), maximum);
}

/** The numbers of a line of a map: those of its columns, `column 1` first. */
export function columnsOf(line: Readonly<Record<string, string>> | undefined): number[] {
  return Object.entries(line ?? {})
    .filter(([name]) => name.startsWith("column "))
    .map(([, value]) => Number(value));
}

/** What the pattern finds in the text of a place. */
export async function wordsIn(place: Locator, pattern: RegExp): Promise<readonly string[]> {
  return pattern.exec((await place.textContent()) ?? "") ?? [];
}

/** What it finds in the name that a place tells those who do not see it. */
export async function labelOf(place: Locator, pattern: RegExp): Promise<readonly string[]> {
  return pattern.exec((await place.getAttribute("aria-label")) ?? "") ?? [];
}
