import path from "node:path";
import { z } from "zod";
import type { DatasetReference } from "../../data/dataset.ts";
import { describeReference } from "../../data/describe.ts";
import { fileName } from "../../data/own-file.ts";
import { fits, pictureFolderReference } from "../../data/picture-folder-reference.ts";
import { guessTarget, type TableReference, tableReferenceSchema } from "../../data/table-reference.ts";
import type { ColumnSurvey } from "../../data/table-survey.ts";
import { applyEdits } from "../../graph/edit.ts";
import type { AnyFieldValues } from "../../layers/fields.ts";
import type { Project } from "../../project/project.ts";
import type { FoundData, FoundPictures, FoundTable } from "../../protocol.ts";
import { shapeText } from "../../tensor.ts";
import { TroubleError } from "../../trouble.ts";
import { loadDataset } from "../datasets.ts";
import { surveyFile } from "../survey-file.ts";
import { bar, table, whole } from "./numbers.ts";
import { checkAlone } from "./problems.ts";
import type { Subcommand } from "./subcommand.ts";
import type { Terminal } from "./terminal.ts";

const columnList = z
  .string()
  .optional()
  .transform((text) => (text === undefined ? [] : text.split(",").map((name) => name.trim())));

const targetUses = { class: "target", number: "target number", label: "target label" } as const;

/** How a file of the person's own is read. */
export const ownDataShape = {
  target: z.string().min(1).optional(),
  targetKind: z
    .enum(["class", "number", "label"], "must be class, number or label")
    .optional()
    .transform((kind) => kind && targetUses[kind]),
  leaveOut: columnList,
  categories: columnList,
  missing: z.enum(["drop", "mean"], "must be drop or mean").default("drop"),
  malformed: z.enum(["stop", "skip"], "must be stop or skip").default("stop"),
  size: z
    .string()
    .regex(/^\d{1,4}x\d{1,4}$/, "must be width x height, such as 32x32")
    .optional(),
  colour: z.enum(["colour", "grey"], "must be colour or grey").optional(),
  fit: z.enum(fits, "must be crop, whole or stretch").default("crop"),
};

type OwnDataOptions = z.output<z.ZodObject<typeof ownDataShape>>;
/** Where it is told what the file holds. */
type Listener = Pick<Terminal, "line" | "problem" | "setStatus">;

export const ownDataWords: Subcommand["options"] = [
  {
    flags: "--target <columns>",
    help: "the column to learn, or several of numbers or labels, divided by commas; the last one without it",
  },
  {
    flags: "--target-kind <kind>",
    help: "what the target is: class, number (to predict), or label (yes or no, several of them); guessed without it",
  },
  { flags: "--leave-out <columns>", help: "columns that the network must not see, divided by commas" },
  { flags: "--categories <columns>", help: "columns of numbers that are names, such as a post code" },
  { flags: "--missing <way>", help: "rows with missing values: drop, or fill with the mean" },
  { flags: "--malformed <way>", help: "rows and pictures that cannot be read: stop, or skip" },
  { flags: "--size <width x height>", help: "of pictures in folders, such as 32x32" },
  { flags: "--colour <channels>", help: "of pictures in folders: colour, or grey" },
  { flags: "--fit <way>", help: "pictures of other proportions: crop, whole or stretch" },
];

/** Skipped rows that are printed one by one. */
const shownRows = 20;

/**
 * The project with a file of the person's own as its data, read once to know that it can be; its network fitted to it.
 * @param folder from which the project names the file.
 */
export async function withOwnData(
  project: Project,
  file: string,
  folder: string,
  options: OwnDataOptions,
  terminal: Listener,
): Promise<Project> {
  const onProgress = (done: number, total: number) =>
    terminal.setStatus(`Reading ${path.basename(file)} ${bar(done / Math.max(1, total), 20)}`);
  const found = await surveyFile(file, folder, { onProgress });
  const data = referenceTo(found, options);
  await tellOf(data, folder, onProgress, terminal);
  return fitToData({ ...project, data }, (words) => terminal.line(words));
}

function referenceTo(found: FoundData, options: OwnDataOptions): DatasetReference {
  if (found.found === "table") return toReference(found.table, options);
  return found.found === "pictures" ? toPictures(found.pictures, options) : found.data;
}

function toPictures(found: FoundPictures, options: OwnDataOptions): DatasetReference {
  const { proposed } = found;
  const [width, height] = options.size?.split("x").map(Number) ?? [proposed.width, proposed.height];
  const { malformed: corrupt, fit, colour = proposed.colour } = options;
  try {
    return pictureFolderReference(found, { width, height, colour, fit, corrupt } as AnyFieldValues);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new TroubleError({
      title: `${fileName(found.file)} cannot be used`,
      reason: error.issues[0]?.message ?? "Its pictures do not fit.",
      next: "Choose another size.",
    });
  }
}

async function tellOf(
  data: DatasetReference,
  folder: string,
  onProgress: (done: number, total: number) => void,
  terminal: Listener,
): Promise<void> {
  if (data.kind !== "table") {
    const dataset = await loadDataset(data, {
      folder,
      onProgress: ({ done, total }) => onProgress(done, total),
    });
    terminal.line(
      `${whole(dataset.labels.length)} pictures of ${shapeText(dataset.inputShape)} in ${dataset.classNames.length} classes, from ${describeReference(data).name}`,
    );
    if (data.kind === "picture-folder") terminal.line(dataset.summary);
    return;
  }
  // Loaded here: whoever never reads a table needs no parser.
  const { loadTable } = await import("../table-file.ts");
  const { dataset, dropped, skipped, told } = await loadTable(data, folder, { onProgress });
  for (const line of table(
    data.columns.map((column) => [
      column.name,
      column.use,
      "values" in column ? `${column.values.length} values` : "",
    ]),
    [false, false, true],
  ))
    terminal.line(line);
  terminal.line(
    `${whole(dataset.labels.length)} rows, ${whole(dropped)} dropped for missing values, ${whole(skipped)} malformed`,
  );
  for (const { line, reason } of told.slice(0, shownRows)) terminal.problem(`Line ${line}: ${reason}`);
  if (skipped > shownRows) terminal.problem(`and ${whole(skipped - shownRows)} more.`);
}

function toReference(survey: FoundTable, options: OwnDataOptions): TableReference {
  const names = survey.columns.map(({ name }) => name);
  const typed = options.target ?? names.at(-1) ?? "";
  // A name may hold a comma itself.
  const targets = names.includes(typed) ? [typed] : typed.split(",").map((name) => name.trim());
  for (const name of [...targets, ...options.leaveOut, ...options.categories])
    if (!names.includes(name)) throw noSuchColumn(name, names);
  const targetUse = (column: Pick<ColumnSurvey, "looksLike" | "values">) => {
    if (options.targetKind) return options.targetKind;
    if (targets.length === 1) return guessTarget(column);
    return column.values?.length === 2 ? "target label" : "target number";
  };
  const columns = survey.columns.map(({ name, looksLike, values }) => {
    const isTarget = targets.includes(name);
    if (!isTarget && options.leaveOut.includes(name)) return { use: "leave out", name };
    const isNumber = looksLike === "number" && !options.categories.includes(name);
    const use = isTarget ? targetUse({ looksLike, values }) : isNumber ? "number" : "category";
    if (use === "number" || use === "target number") return { use, name };
    if (values === null || values.length === 0) throw unfitColumn(name, values === null, isTarget);
    if (use === "target label" && values.length !== 2) throw noLabel(name, values.length);
    return { use, name, values };
  });
  const parsed = tableReferenceSchema.safeParse({
    kind: "table",
    file: survey.file,
    sha256: survey.sha256,
    header: survey.header,
    columns,
    missing: options.missing,
    malformed: options.malformed,
  });
  if (parsed.success) return parsed.data;
  throw new TroubleError({
    title: `${fileName(survey.file)} cannot be used`,
    reason: parsed.error.issues[0]?.message ?? "Its columns do not fit.",
    next: "Choose other columns.",
  });
}

function noSuchColumn(name: string, names: readonly string[]): TroubleError {
  const shown = names.slice(0, 20).join(", ");
  return new TroubleError({
    title: `There is no column "${name}"`,
    reason: `The columns are ${shown}${names.length > 20 ? " and more" : ""}.`,
    next: "Choose one of them.",
  });
}

function noLabel(name: string, count: number): TroubleError {
  return new TroubleError({
    title: `The column "${name}" cannot be a label`,
    reason: `A label has two values, for no and for yes; this column has ${count}.`,
    next: "Choose other columns with --target.",
  });
}

function unfitColumn(name: string, tooMany: boolean, isTarget: boolean): TroubleError {
  return new TroubleError({
    title: `The column "${name}" cannot be ${isTarget ? "the target" : "a category"}`,
    reason: tooMany ? "It has more than 256 different values." : "It has no value at all.",
    next: isTarget ? "Choose another target with --target." : "Leave it out with --leave-out.",
  });
}

/** Takes the fixes that the check offers for another data set: the input's shape, and one unit a class. */
function fitToData(project: Project, tell: (words: string) => void): Project {
  let fitted = project;
  for (const code of ["input-data", "loss-data", "classes"]) {
    for (const { fixes } of checkAlone(fitted).problems.filter((problem) => problem.code === code)) {
      const [fix] = fixes;
      if (!fix) continue;
      tell(`${fix.label}.`);
      fitted = { ...fitted, graph: applyEdits(fitted.graph, fix.edits) };
    }
  }
  return fitted;
}
