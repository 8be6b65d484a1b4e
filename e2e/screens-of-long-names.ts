import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "@playwright/test";
import { encode } from "fast-png";
import { answerFileDialogs, beginConnection, layer } from "./driver.ts";
import type { Hands, Screen } from "./hands.ts";

/** Names as long as a project may have them, of one word and of many. */
export const longNames = {
  "one word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
  "many words": "What the second of our three networks makes of pictures taken in the early hours",
} as const;
export type LongName = keyof typeof longNames;

/** The same with a number at its end, to tell one from another. */
const numbered = (kind: LongName) => (index: number) =>
  `${longNames[kind].slice(0, 76)} ${index}`.slice(0, 80).replaceAll(" ", kind === "one word" ? "_" : " ");

/** Projects, a folder of pictures and a table in which everything that has a name has a long one. */
async function place(home: string, kind: LongName) {
  const name = numbered(kind);
  const read = async (template: string) =>
    JSON.parse(
      await readFile(path.resolve(import.meta.dirname, `../assets/templates/${template}.json`), "utf8"),
    );
  const files = {
    pictures: path.join(home, name(1)),
    table: path.join(home, `${name(2)}.csv`),
    network: path.join(home, `${name(3)}.layerlab`),
    small: path.join(home, `${name(4)}.layerlab`),
    model: path.join(home, `${name(5)}.json`),
  };

  const network = await read("handwritten-digits");
  network.name = longNames[kind];
  network.training.epochs = 2;
  network.graph.nodes.forEach(
    (node: { id: string; name: string; fields: { units?: number } }, at: number) => {
      node.name = name(at);
      if (node.id === "n11") node.fields.units = 3;
    },
  );
  network.graph.groups = [{ id: "g1", name: longNames[kind], nodes: ["n5", "n6", "n7"], collapsed: false }];
  network.graph.notes = [
    { id: "note1", text: `${longNames[kind]}\n${name(1)}`, x: 760, y: 700, width: 200, height: 60 },
  ];
  await writeFile(files.network, JSON.stringify(network));
  for (const label of [1, 2, 3]) {
    await mkdir(path.join(files.pictures, name(label)), { recursive: true });
    for (let index = 0; index < 24; index += 1)
      await writeFile(
        path.join(files.pictures, name(label), `${name(index)}.png`),
        encode({
          width: 20,
          height: 20,
          channels: 1,
          data: Uint8Array.from({ length: 400 }, (_, at) => (at % (label + 3) === index % 3 ? 240 : 20)),
        }),
      );
  }

  const small = await read("iris-flowers");
  small.name = name(4);
  small.graph.nodes.forEach((node: { name: string }, at: number) => {
    node.name = name(at);
  });
  await writeFile(files.small, JSON.stringify(small));
  const rows = Array.from({ length: 120 }, (_, row) =>
    [row % 7, row % 11, row / 3, row % 5, name(row % 3)].join(","),
  );
  await writeFile(files.table, [[0, 1, 2, 3, 4].map(name).join(","), ...rows].join("\n"));
  return files;
}

/** The screens that show names, from the start screen on. */
export function screensOfLongNames(
  {
    page,
    lab,
    home,
    word,
    dialog,
    test,
    button,
    close,
    command,
    choose,
    showCharts,
    section,
    ...hands
  }: Hands,
  kind: LongName,
): readonly Screen[] {
  const name = numbered(kind);
  let files: Awaited<ReturnType<typeof place>>;
  const open = async (file: string) => {
    await answerFileDialogs(lab, file);
    await page.keyboard.press("Control+o");
    const question = dialog().getByRole("button", { name: word("Don't save") });
    await question
      .or(layer(lab, name(1)))
      .first()
      .waitFor();
    if (await question.isVisible()) await question.click();
    await layer(lab, name(1)).waitFor();
  };
  const importing = async (way: string, file: string) => {
    await answerFileDialogs(lab, file);
    await button("Change", test("data-card")).or(page.locator(".data-glyph")).first().click();
    await page
      .locator(".data-entry")
      .filter({ hasText: word(way) })
      .click();
  };
  return [
    {
      name: "names, build",
      open: async () => {
        files = await place(home, kind);
        await open(files.network);
        // Where they were placed for shorter names, the layers would lie on each other.
        await command("Tidy");
        await command("Fit the network");
      },
    },
    {
      name: "names, problems",
      open: async () => {
        await choose(name(10));
        await showCharts();
        await test("problem-list").waitFor();
      },
    },
    {
      name: "names, a problem",
      open: () => page.keyboard.press("F8"),
      reopens: true,
    },
    {
      name: "names, pictures found",
      open: async () => {
        await page.keyboard.press("Escape");
        await importing("Import a folder", files.pictures);
        await button("Use these pictures", dialog()).waitFor();
      },
    },
    {
      name: "names, a chosen layer",
      open: async () => {
        await button("Use these pictures", dialog()).click();
        await expect(dialog()).toHaveCount(0);
        await choose(name(4));
      },
    },
    {
      name: "names, data chooser",
      open: () => button("Change", test("data-card")).or(page.locator(".data-glyph")).first().click(),
      reopens: true,
    },
    {
      name: "names, data",
      open: async () => {
        await page.keyboard.press("Escape");
        await command("Look at the data");
        await test("data-panel").locator("canvas").first().waitFor();
      },
    },
    { name: "names, data, balance", open: () => section("Balance") },
    { name: "names, data, parts", open: () => section("Parts") },
    {
      name: "names, found on the canvas",
      open: async () => {
        await close();
        await page.keyboard.press("Control+f");
        await test("canvas-search")
          .getByRole("searchbox")
          .or(test("canvas-search").getByRole("textbox"))
          .fill(name(8));
      },
    },
    {
      name: "names, menu of a layer",
      open: async () => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Escape");
        await command("Fit the network");
        await layer(lab, name(1)).locator(".layer-head").click({ button: "right" });
      },
      reopens: true,
    },
    {
      name: "names, several layers",
      open: async () => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+a");
      },
    },
    {
      name: "names, a group",
      open: async () => {
        await page.keyboard.press("Escape");
        await page.locator("[data-testid^=frame-] .frame-title").click();
        await test("group-name").waitFor();
      },
    },
    {
      name: "names, outline",
      open: async () => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+Shift+o");
      },
    },
    {
      name: "names, a collapsed group",
      open: async () => {
        await page.keyboard.press("Control+Shift+o");
        await page.locator("[data-testid^=frame-] .frame-title").click();
        await page.keyboard.press("Control+Shift+e");
      },
    },
    {
      name: "names, a refused connection",
      open: async () => {
        await page.keyboard.press("Control+z");
        await command("Fit the network");
        await beginConnection(lab, name(8), name(1));
        await test("refusal").waitFor();
      },
    },
    {
      name: "names, trained",
      open: async () => {
        await page.mouse.up();
        await page.keyboard.press("Escape");
        await hands.train(hands.trained);
      },
    },
    { name: "names, gradient norms", open: () => hands.chart("Gradient norms") },
    {
      name: "names, inspect",
      open: async () => {
        await choose(name(1));
        await page.keyboard.press("Control+2");
        await test("microscope").waitFor();
      },
    },
    {
      name: "names, saved",
      open: async () => {
        await answerFileDialogs(lab, path.join(home, `${name(6)}.csv`));
        await test("microscope").getByRole("button", { name: "Save Pixel microscope" }).click();
        await button("Table (CSV)", dialog()).click();
        await test("saved-toast").waitFor();
      },
    },
    {
      name: "names, inspect, explained",
      open: async () => {
        await test("explanation").getByRole("switch").click();
        await test("explanation").getByRole("img").first().waitFor();
        await test("explanation").scrollIntoViewIfNeeded();
      },
    },
    { name: "names, inspect, its end", open: () => test("distributions").scrollIntoViewIfNeeded() },
    { name: "names, inspect, numbers", open: () => hands.inspectLayer(name(8)) },
    {
      name: "names, hidden space",
      open: async () => {
        await test("inspect")
          .getByRole("button", { name: word("Hidden space") })
          .click();
        await dialog()
          .getByRole("button", { name: word("Cancel") })
          .waitFor({ state: "detached" });
      },
    },
    {
      name: "names, try it",
      open: async () => {
        await close();
        await page.keyboard.press("Control+1");
        await hands.tryIt();
      },
    },
    {
      name: "names, how good is it",
      open: async () => {
        await command("How good is it?");
        await dialog().getByRole("table").first().waitFor();
      },
    },
    {
      name: "names, its end",
      open: () => dialog().getByRole("img").or(dialog().getByRole("button")).last().scrollIntoViewIfNeeded(),
    },
    {
      name: "names, kept runs",
      open: async () => {
        await close();
        await command("Kept runs");
        await test("kept-runs").waitFor();
        await dialog()
          .getByRole("button", {
            name: new RegExp(`^${word("Show the checkpoints of {name}").split("{")[0]}`),
          })
          .first()
          .click();
      },
    },
    {
      name: "names, exported",
      open: async () => {
        await close();
        await answerFileDialogs(lab, files.model);
        await button("Export").click();
        await dialog().waitFor();
      },
    },
    {
      name: "names, unsaved",
      open: async () => {
        await close();
        await command("Try it");
        await expect(test("try-it")).toHaveCount(0);
        await choose(name(1));
        await test("layer-name").fill(name(30));
        await page.keyboard.press("Enter");
        await page.keyboard.press("Control+n");
        await dialog().waitFor();
      },
    },
    {
      name: "names, recent",
      open: async () => {
        await close();
        await button("Layerlab, application menu").click();
        await button("Start screen").click();
        await test("start-screen").waitFor();
      },
    },
    {
      name: "names, columns found",
      open: async () => {
        await open(files.small);
        await command("Tidy");
        await importing("Import a file", files.table);
        await button("Use this table", dialog()).waitFor();
      },
    },
    {
      name: "names, table, trained",
      open: async () => {
        await button("Use this table", dialog()).click();
        await expect(dialog()).toHaveCount(0);
        await hands.train(hands.trained);
      },
    },
    {
      name: "names, rows",
      open: async () => {
        await command("Look at the data");
        await dialog().getByRole("table").first().waitFor();
      },
    },
    { name: "names, scaling", open: () => section("Scaling") },
    {
      name: "names, try it, sliders",
      open: async () => {
        await close();
        await hands.tryIt();
      },
    },
    {
      name: "names, inspect, features",
      open: async () => {
        await page.keyboard.press("Control+2");
        await hands.inspectLayer(name(0));
      },
    },
    { name: "names, inspect, units", open: () => hands.inspectLayer(name(1)) },
    {
      name: "names, how good is it, table",
      open: async () => {
        await page.keyboard.press("Control+1");
        await command("How good is it?");
        await dialog().getByRole("table").first().waitFor();
      },
    },
  ];
}
