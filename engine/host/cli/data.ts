import path from "node:path";
import { z } from "zod";
import type { DatasetReference } from "../../data/dataset.ts";
import { type TableReference, tableReferenceSchema } from "../../data/table-reference.ts";
import { applyEdits } from "../../graph/edit.ts";
import { type Project, projectText } from "../../project/project.ts";
import type { SurveyedTable } from "../../protocol.ts";
import { shapeText } from "../../tensor.ts";
import { TroubleError } from "../../trouble.ts";
import { writeWhole } from "../files.ts";
import { ownPath } from "../own-file.ts";
import { loadPictures, pictureFormat, surveyPictures } from "../picture-files.ts";
import { table, whole } from "./numbers.ts";
import { parseOptions } from "./options.ts";
import { checkProject } from "./problems.ts";
import { projectFrom, projectWord } from "./project-source.ts";
import { type ExitCode, exitCodes, type Subcommand } from "./subcommand.ts";
import type { Terminal } from "./terminal.ts";

const columnList = z
  .string()
  .optional()
  .transform((text) => (text === undefined ? [] : text.split(",").map((name) => name.trim())));

const optionsSchema = z.object({
  target: z.string().min(1).optional(),
  leaveOut: columnList,
  categories: columnList,
  missing: z.enum(["drop", "mean"], "must be drop or mean").default("drop"),
  malformed: z.enum(["stop", "skip"], "must be stop or skip").default("stop"),
  out: z.string().min(1),
});

/** Skipped rows that are printed one by one. */
const shownRows = 20;

export const dataCommand: Subcommand = {
  name: "data",
  summary: "give a project data of your own to train on: a CSV or TSV table, IDX pictures, CIFAR-10",
  words: [
    projectWord,
    {
      name: "<file>",
      help: "a CSV or TSV table, an IDX file of pictures (labels beside it), or CIFAR-10 (.bin, .tar.gz)",
    },
  ],
  options: [
    { flags: "--target <column>", help: "the column to learn; the last one without it" },
    { flags: "--leave-out <columns>", help: "columns that the network must not see, divided by commas" },
    { flags: "--categories <columns>", help: "columns of numbers that are names, such as a post code" },
    { flags: "--missing <way>", help: "rows with missing values: drop, or fill with the mean" },
    { flags: "--malformed <way>", help: "rows that cannot be read: stop, or skip" },
    { flags: "--out <file>", help: "where the project is written" },
  ],
  async run([source = "", file = ""], typed, terminal) {
    const options = parseOptions(optionsSchema, typed);
    const { project } = await projectFrom(source);
    const folder = path.dirname(path.resolve(options.out));
    if (pictureFormat(path.basename(file)) !== null) {
      const pictures = await surveyPictures(file, folder);
      const { labels, inputShape } = await loadPictures(pictures, folder);
      terminal.line(
        `${whole(labels.length)} pictures of ${shapeText(inputShape)} in ${pictures.classNames.length} classes, from ${pictures.files.map((each) => each.file).join(", ")}`,
      );
      return save(project, pictures, options.out, terminal);
    }
    // Loaded here: whoever never reads a table needs no parser.
    const { loadTable, surveyTable } = await import("../table-file.ts");
    const survey = await surveyTable(file);
    const reference = toReference(survey, file, folder, options);
    const { dataset, dropped, skipped, told } = await loadTable(reference, folder);
    for (const line of table(
      reference.columns.map((column) => [
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
    return save(project, reference, options.out, terminal);
  },
};

async function save(
  project: Project,
  data: DatasetReference,
  out: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const fitted = fitToData({ ...project, data }, (words) => terminal.line(words));
  await writeWhole(out, projectText(fitted));
  terminal.line(`Project written to ${out}`);
  return exitCodes.done;
}

function toReference(
  survey: SurveyedTable,
  file: string,
  folder: string,
  options: z.output<typeof optionsSchema>,
): TableReference {
  const names = survey.columns.map(({ name }) => name);
  const target = options.target ?? names.at(-1) ?? "";
  for (const name of [target, ...options.leaveOut, ...options.categories])
    if (!names.includes(name)) throw noSuchColumn(name, names);
  const columns = survey.columns.map(({ name, looksLike, values }) => {
    if (name !== target && options.leaveOut.includes(name)) return { use: "leave out", name };
    const isNumber = looksLike === "number" && !options.categories.includes(name);
    if (name !== target && isNumber) return { use: "number", name };
    if (values === null || values.length === 0) throw unfitColumn(name, values === null, name === target);
    return { use: name === target ? "target" : "category", name, values };
  });
  const parsed = tableReferenceSchema.safeParse({
    kind: "table",
    file: ownPath(file, folder),
    sha256: survey.sha256,
    header: survey.header,
    columns,
    missing: options.missing,
    malformed: options.malformed,
  });
  if (parsed.success) return parsed.data;
  throw new TroubleError({
    title: `${path.basename(file)} cannot be used`,
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
  for (const code of ["input-data", "classes"]) {
    for (const { fixes } of checkProject(fitted).problems.filter((problem) => problem.code === code)) {
      const [fix] = fixes;
      if (!fix) continue;
      tell(`${fix.label}.`);
      fitted = { ...fitted, graph: applyEdits(fitted.graph, fix.edits) };
    }
  }
  return fitted;
}
