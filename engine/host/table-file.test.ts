import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gather } from "../data/batches.ts";
import { type TableReference, tableReferenceSchema } from "../data/table-reference.ts";
import { loadDataset } from "./datasets.ts";
import { loadTable, surveyTable } from "./table-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "layerlab-tables-"));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function write(content: string | Uint8Array): Promise<string> {
  const name = `table-${files++}.csv`;
  await writeFile(path.join(folder, name), content);
  return name;
}

/** What a person who takes every guess, and the last column as the target, would get. */
async function referenceTo(name: string, changes: Partial<TableReference> = {}): Promise<TableReference> {
  const survey = await surveyTable(path.join(folder, name));
  const last = survey.columns.length - 1;
  return tableReferenceSchema.parse({
    kind: "table",
    file: name,
    sha256: survey.sha256,
    header: survey.header,
    columns: survey.columns.map(({ name: column, looksLike, values }, index) => {
      if (index === last) return { use: "target", name: column, values };
      return looksLike === "number"
        ? { use: "number", name: column }
        : { use: "category", name: column, values };
    }),
    missing: "drop",
    malformed: "skip",
    ...changes,
  });
}

const plain = (row: number) => `${row},${row % 2 ? "red" : "green"},${row % 3 ? "no" : "yes"}`;
/** A table of 40 good rows, some of them replaced; row r stands in line r + 2. */
const tableWith = (changes: Readonly<Record<number, string>> = {}, end = "\n") =>
  ["size,colour,answer", ...Array.from({ length: 40 }, (_, row) => changes[row] ?? plain(row))].join(end) +
  end;

describe("decimal commas", () => {
  const table = (row: (index: number) => string, header = "") =>
    `${header}${Array.from({ length: 40 }, (_, index) => row(index)).join("\n")}\n`;

  it("are numbers where semicolons or tabs divide the cells, with names above or without", async () => {
    const named = await write(table((row) => `${row},5;-0,${row};${row % 2}`, "size;depth;answer\n"));
    const { dataset } = await loadTable(await referenceTo(named), folder);
    expect(dataset.inputs.data.slice(4, 8)).toEqual(Float32Array.of(2.5, -0.2, 3.5, -0.3));
    const bare = await surveyTable(path.join(folder, await write(table((row) => `${row},5\t${row},25`))));
    expect(bare.columns.map(({ looksLike }) => looksLike)).toEqual(["number", "number"]);
  });

  it("are no numbers where commas divide the cells: there they may part thousands", async () => {
    const name = await write(table((row) => `"1,${100 + row}",${row % 2}`, "price,answer\n"));
    const { columns } = await surveyTable(path.join(folder, name));
    expect(columns[0]?.looksLike).toBe("category");
  });
});

describe("targets that are no classes", () => {
  const rows = (row: (index: number) => string) => Array.from({ length: 40 }, (_, index) => row(index));

  it("are numbers to predict, one or several, standardised by the training part", async () => {
    const name = await write(
      `size,rooms,price,rent\n${rows((row) => `${row},${row % 4},${1000 + 3 * row},${row / 8}`).join("\n")}\n`,
    );
    const reference = await referenceTo(name, {
      columns: [
        { use: "number", name: "size" },
        { use: "leave out", name: "rooms" },
        { use: "target number", name: "price" },
        { use: "target number", name: "rent" },
      ],
    });
    const { dataset } = await loadTable(reference, folder);
    expect(dataset).toMatchObject({ task: "regression", inputShape: [1], classNames: [] });
    expect([...(dataset.targets?.values.slice(4, 8) ?? [])]).toEqual([1006, 0.25, 1009, 0.375]);
    const { train } = dataset.split;
    for (const [column, { scale, offset }] of (dataset.targets?.columns ?? []).entries()) {
      const mean =
        train.reduce((sum, row) => sum + (dataset.targets?.values[2 * row + column] ?? 0), 0) / train.length;
      expect(mean * scale + offset).toBeCloseTo(0, 6);
    }
    expect(dataset.split.train.length + dataset.split.validation.length + dataset.split.test.length).toBe(40);
  });

  it("are labels, 0 for the first value and 1 for the second", async () => {
    const name = await write(
      `size,funny,sad\n${rows((row) => `${row},${row % 2 ? "yes" : "no"},${row % 3 ? 0 : 1}`).join("\n")}\n`,
    );
    const reference = await referenceTo(name, {
      columns: [
        { use: "number", name: "size" },
        { use: "target label", name: "funny", values: ["no", "yes"] },
        { use: "target label", name: "sad", values: ["0", "1"] },
      ],
    });
    const { dataset } = await loadTable(reference, folder);
    expect(dataset.task).toBe("multi-label");
    expect([...(dataset.targets?.values.slice(0, 8) ?? [])]).toEqual([0, 1, 1, 0, 0, 0, 1, 1]);
  });

  it("leave a row out whose number is missing, and tell one that is no number", async () => {
    const lines = rows((row) => `${row},${row}`);
    lines[3] = "3,";
    lines[5] = "5,many";
    const name = await write(`size,price\n${lines.join("\n")}\n`);
    const reference = await referenceTo(name, {
      columns: [
        { use: "number", name: "size" },
        { use: "target number", name: "price" },
      ],
      missing: "mean",
    });
    const { dataset, dropped, skipped, told } = await loadTable(reference, folder);
    expect([dropped, skipped]).toEqual([1, 1]);
    expect(told).toEqual([{ line: 7, reason: '"many" in "price" is not a finite number.' }]);
    expect(dataset.leftOut).toEqual({
      of: "row",
      count: 1,
      told: ['Line 7: "many" in "price" is not a finite number.'],
    });
    expect([...(dataset.targets?.values.slice(2, 5) ?? [])]).toEqual([2, 4, 6]);
  });

  it.each([
    [["target", "target number"], "Targets must be of one kind"],
    [["target label", "number"], "One column of yes and no is a class"],
    [["number", "number"], "Exactly one column must be the target"],
  ] as const)("refuse %s together", (uses, reason) => {
    const parsed = tableReferenceSchema.safeParse({
      kind: "table",
      file: "a.csv",
      sha256: "0".repeat(64),
      header: true,
      columns: [
        { use: "number", name: "x" },
        ...uses.map((use, index) => {
          const name = `c${index}`;
          return use === "target" || use === "target label"
            ? { use, name, values: ["a", "b"] }
            : { use, name };
        }),
      ],
      missing: "drop",
      malformed: "stop",
    });
    expect(parsed.error?.issues[0]?.message).toContain(reason);
  });
});

describe("a good table", () => {
  it.each([
    ["commas", tableWith()],
    ["Windows line ends", tableWith({}, "\r\n")],
    ["old Mac line ends", tableWith({}, "\r")],
    ["semicolons", tableWith().replaceAll(",", ";")],
    ["tabs", tableWith().replaceAll(",", "\t")],
    ["bars", tableWith().replaceAll(",", "|")],
    ["a byte order mark", `\uFEFF${tableWith()}`],
    ["UTF-16", Buffer.from(`\uFEFF${tableWith()}`, "utf16le")],
    ["no end of the last line", tableWith().trimEnd()],
    ["empty lines", tableWith({ 3: `${plain(3)}\n\n  \n` })],
    ["quotes", tableWith({ 4: '"4","green",no' })],
    ["numbers as people write them", tableWith({ 2: " 2.0 ,green,no", 4: "+4e0,green,no" })],
  ])("reads %s", async (_name, content) => {
    const { dataset, dropped, skipped } = await loadTable(await referenceTo(await write(content)), folder);
    expect([dataset.labels.length, dropped, skipped]).toEqual([40, 0, 0]);
    expect(dataset.classNames).toEqual(["no", "yes"]);
    expect(dataset.preprocessing.features?.map(({ name }) => name)).toEqual([
      "size",
      "colour = green",
      "colour = red",
    ]);
    expect([...dataset.inputs.data.subarray(0, 6)]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...dataset.labels.subarray(0, 4)]).toEqual([1, 0, 0, 1]);
    const { train, validation, test } = dataset.split;
    expect(new Set([...train, ...validation, ...test]).size).toBe(40);
  });

  it("keeps quoted delimiters, quotes and line ends, and still tells the right line after them", async () => {
    const name = await write(tableWith({ 0: '0,"dark, ""very"" \r\n dark",yes', 5: "five,red,no" }));
    const reference = await referenceTo(name);
    expect(reference.columns[1]).toMatchObject({ values: ['dark, "very" \n dark', "green", "red"] });
    // Row 5 would stand in line 7; the quoted line end moves it down by one.
    expect((await loadTable(reference, folder)).told).toEqual([
      { line: 8, reason: '"five" in "size" is not a finite number.' },
    ]);
  });

  it("without names of columns gets some", async () => {
    const rows = Array.from({ length: 20 }, (_, row) => `${row},${row % 2}`).join("\n");
    const reference = await referenceTo(await write(rows));
    expect(reference.header).toBe(false);
    expect(reference.columns.map(({ name }) => name)).toEqual(["Column 1", "Column 2"]);
    expect((await loadTable(reference, folder)).dataset.labels.length).toBe(20);
  });

  it("sorts a target of numbers by size", async () => {
    const rows = ["x,y", ...Array.from({ length: 40 }, (_, row) => `${row},${[2, 10, 1][row % 3]}`)];
    const { dataset } = await loadTable(await referenceTo(await write(rows.join("\n"))), folder);
    expect(dataset.classNames).toEqual(["1", "2", "10"]);
  });
});

describe("missing values", () => {
  const gaps = tableWith({ 1: ",red,no", 2: "NaN,green,no", 3: "3,?,yes", 4: "4,green,n/a" });

  it("drop their rows", async () => {
    const { dataset, dropped } = await loadTable(await referenceTo(await write(gaps)), folder);
    expect([dataset.labels.length, dropped]).toEqual([36, 4]);
  });

  it("or take the mean of the training part, which is 0 for the network; never for the target", async () => {
    const reference = await referenceTo(await write(gaps), { missing: "mean" });
    const { dataset, dropped } = await loadTable(reference, folder);
    expect([dataset.labels.length, dropped]).toEqual([39, 1]);
    const seen = new Float64Array(39 * 3);
    gather(
      dataset,
      Uint32Array.from({ length: 39 }, (_, row) => row),
      0,
      39,
      seen,
      0,
      new Uint8Array(39),
    );
    expect([seen[3], seen[6], seen[10], seen[11]]).toEqual([0, 0, 0, 0]);
    let sum = 0;
    for (const example of dataset.split.train) sum += seen[example * 3] ?? Number.NaN;
    expect(sum).toBeCloseTo(0, 9);
  });
});

describe("a malformed row", () => {
  it.each([
    ["too short", "7,red", "This row has 2 values, the others have 3."],
    ["too long", "7,red,no,8", "This row has 4 values, the others have 3."],
    ["one value", "7", "This row has 1 value, the others have 3."],
    ["a word for a number", "seven,red,no", '"seven" in "size" is not a finite number.'],
    ["infinity", "Infinity,red,no", '"Infinity" in "size" is not a finite number.'],
    ["too large a number", "1e300,red,no", '"1e300" in "size" is not a finite number.'],
    ["hexadecimal", "0x10,red,no", '"0x10" in "size" is not a finite number.'],
    ["German decimals", '"7,5",red,no', '"7,5" in "size" is not a finite number.'],
    ["text after a quote", '"7"x,red,no', "goes on after its closing quote"],
    ["steering characters", "\u001b[31m7,red,no", '"·[31m7" in "size" is not a finite number.'],
  ])("%s is told by line, skipped or a stop", async (_name, row, words) => {
    const name = await write(tableWith({ 7: row }));
    const { dataset, skipped, told } = await loadTable(await referenceTo(name), folder);
    expect([dataset.labels.length, skipped]).toEqual([39, 1]);
    expect(told).toEqual([{ line: 9, reason: expect.stringContaining(words) }]);
    expect(dataset.summary).toContain("in line 9");
    const stopping = loadTable(await referenceTo(name, { malformed: "stop" }), folder);
    await expect(stopping).rejects.toMatchObject({
      trouble: { title: `${name}, line 9`, reason: expect.stringContaining(words) },
    });
  });

  it("at the end of a file that was cut off is told like any other", async () => {
    const name = await write(tableWith().slice(0, -5));
    const { skipped, told } = await loadTable(await referenceTo(name), folder);
    expect([skipped, told[0]?.line]).toEqual([1, 41]);
  });

  it("with a quote that never closes does not take the rows below with it", async () => {
    const name = await write(tableWith({ 30: '30,"red,no' }));
    const { dataset, told } = await loadTable(await referenceTo(name), folder);
    expect(dataset.labels.length).toBe(39);
    expect(told).toEqual([{ line: 32, reason: "A quote opens in this row and never closes." }]);
  });
});

describe("a file that is no table", () => {
  it.each([
    ["empty", "", "It is empty."],
    ["only empty lines", "\n\n \n", "It is empty."],
    ["only names", "a,b,c\n", "no rows below the names"],
    ["one column", "a\n1\n2\n", "The first row has 1 column"],
    ["binary", Uint8Array.of(1, 0, 2, 0, 3), "zero byte"],
    ["Latin-1", Buffer.from("size,colour,answer\n1,gr\u00fcn,no\n", "latin1"), "not text in UTF-8"],
    ["cut in a character", Buffer.from("a,b\n1,\u00fc").subarray(0, -1), "not text in UTF-8"],
    ["too many columns", `${"a,".repeat(5000)}b\n1`, "a table has 2 to 4096"],
    ["a quote that swallows megabytes", `a,b\n1,"${"x".repeat(3 << 20)}`, "line 2"],
  ])("%s is refused in words", async (_name, content, words) => {
    const name = await write(content);
    await expect(surveyTable(path.join(folder, name))).rejects.toMatchObject({
      name: "TroubleError",
      message: expect.stringContaining(words),
    });
  });

  it("a folder or nothing at all is refused in words", async () => {
    await expect(surveyTable(folder)).rejects.toMatchObject({ name: "TroubleError" });
    await expect(surveyTable(path.join(folder, "none.csv"))).rejects.toThrow("does not exist");
  });
});

describe("hostile names", () => {
  it("stay harmless and can be told apart", async () => {
    const head = `__proto__,constructor,"<b>x</b>","a\u0000b"`.replace("\u0000", "\u001b");
    const rows = Array.from(
      { length: 20 },
      (_, row) => `${row},1,${row},${row % 2 ? "toString" : "__proto__"}`,
    );
    const reference = await referenceTo(await write([`${head}`, ...rows].join("\n")));
    expect(reference.columns.map(({ name }) => name)).toEqual([
      "__proto__",
      "constructor",
      "<b>x</b>",
      "a b",
    ]);
    const { dataset } = await loadTable(reference, folder);
    expect(dataset.classNames).toEqual(["__proto__", "toString"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("that repeat, are empty or never end are numbered, replaced and cut", async () => {
    const rows = Array.from({ length: 20 }, (_, row) => `${row},1,2,${row % 2}`);
    const reference = await referenceTo(await write([`a,a,,${"n".repeat(5000)}`, ...rows].join("\n")));
    expect(reference.columns.map(({ name }) => name)).toEqual(["a", "a (2)", "Column 3", "n".repeat(100)]);
  });

  it.each(["/etc/passwd", "C:\\secret.csv", "a\\b.csv", "a\0b", ""])(
    "a project may not name its data %j",
    async (file) => {
      const reference = await referenceTo(await write(tableWith()));
      expect(tableReferenceSchema.safeParse({ ...reference, file }).success).toBe(false);
    },
  );
});

describe("a project's table", () => {
  it("is found from the project's folder, and its absence and its change are told", async () => {
    await mkdir(path.join(folder, "data"), { recursive: true });
    await writeFile(path.join(folder, "data", "mine.csv"), tableWith());
    const file = path.join(folder, "data", "mine.csv");
    const reference = { ...(await referenceTo("data/mine.csv")), file: "data/mine.csv" };
    expect((await loadDataset(reference, { folder })).labels.length).toBe(40);
    await writeFile(file, tableWith({ 3: "3,blue,yes" }));
    await expect(loadDataset(reference, { folder })).rejects.toThrow("mine.csv has changed");
    await rename(file, path.join(folder, "elsewhere.csv"));
    await expect(loadDataset(reference, { folder })).rejects.toThrow("mine.csv has moved or is gone");
    await expect(loadDataset(reference)).rejects.toThrow("Save the project beside its data");
  });

  it("of half a million rows is read in pieces", async () => {
    const lines = Array.from({ length: 500_000 }, (_, row) => plain(row)).join("\n");
    const reference = await referenceTo(await write(`size,colour,answer\n${lines}\n`));
    const seen: number[] = [];
    const { dataset } = await loadTable(reference, folder, { onProgress: (done) => seen.push(done) });
    expect(dataset.labels.length).toBe(500_000);
    expect(seen.length).toBeGreaterThan(20);
    expect(seen.every((done, index) => done > (seen[index - 1] ?? 0))).toBe(true);
    let last = 0;
    for (let row = 0; row < 500_000; row++) last = dataset.inputs.data[row * 3] ?? Number.NaN;
    expect(last).toBe(499_999);
  });

  it("stops reading when it is cancelled", async () => {
    const reference = await referenceTo(await write(tableWith()));
    const reason = new Error("changed my mind");
    await expect(loadDataset(reference, { folder, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
