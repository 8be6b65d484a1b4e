import path from "node:path";
import { z } from "zod";
import { projectText } from "../../project/project.ts";
import { writeWhole } from "../files.ts";
import { parseOptions } from "./options.ts";
import { ownDataShape, ownDataWords, withOwnData } from "./own-data.ts";
import { projectFrom, projectWord } from "./project-source.ts";
import { exitCodes, type Subcommand } from "./subcommand.ts";

const optionsSchema = z.object({ ...ownDataShape, out: z.string().min(1) });

export const dataCommand: Subcommand = {
  name: "data",
  summary:
    "give a project data of your own to train on: a table, pictures in folders or a zip, IDX, CIFAR-10",
  words: [
    projectWord,
    {
      name: "<file>",
      help: "a CSV or TSV table; a folder or zip with one folder of pictures for each class; an IDX file (labels beside it); CIFAR-10 (.bin, .tar.gz)",
    },
  ],
  options: [...ownDataWords, { flags: "--out <file>", help: "where the project is written" }],
  async run([source = "", file = ""], typed, terminal) {
    const options = parseOptions(optionsSchema, typed);
    const { project } = await projectFrom(source);
    const folder = path.dirname(path.resolve(options.out));
    const fitted = await withOwnData(project, file, folder, options, terminal);
    await writeWhole(options.out, projectText(fitted));
    terminal.line(`Project written to ${options.out}`);
    return exitCodes.done;
  },
};
