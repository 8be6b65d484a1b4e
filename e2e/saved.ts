import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, type Locator } from "@playwright/test";
import { decode } from "fast-png";
import { answerFileDialogs, type Layerlab } from "./driver.ts";

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
  lab: Layerlab,
  place: Locator,
  menu: string,
  offered: readonly Kind[],
  folder: string,
): Promise<Table> {
  const { page } = lab;
  const popover = page.getByRole("dialog", { name: menu, exact: true });
  let table: Table = [];
  for (const kind of offered) {
    const file = path.join(folder, `${++files}.${kind}`);
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
