import { z } from "zod";
import { readTemplates } from "../templates.ts";
import { table } from "./numbers.ts";
import { parseOptions } from "./options.ts";
import { exitCodes, type Subcommand } from "./subcommand.ts";

export const templatesCommand: Subcommand = {
  name: "templates",
  summary: "list the projects that come with Layerlab",
  words: [],
  options: [{ flags: "--json", help: "one JSON object a line" }],
  async run(_words, typed, terminal) {
    const { json } = parseOptions(z.object({ json: z.boolean().default(false) }), typed);
    const templates = await readTemplates();
    if (json) for (const { name, title, summary } of templates) terminal.json({ name, title, summary });
    else
      for (const line of table(
        templates.map(({ name, summary }) => [`template:${name}`, summary]),
        [false, false],
      ))
        terminal.line(line);
    return exitCodes.done;
  },
};
