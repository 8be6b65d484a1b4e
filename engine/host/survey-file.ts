import { stat } from "node:fs/promises";
import path from "node:path";
import { dataTrouble } from "../data/data-trouble.ts";
import { foreignFile } from "../data/foreign-files.ts";
import { type DataFormatId, dataFormats, formatOf } from "../data/formats.ts";
import { isPicture } from "../data/picture-layout.ts";
import type { FoundData } from "../protocol.ts";
import { say, translate } from "../words/say.ts";
import { reasonOf } from "./files.ts";
import { ownPath } from "./own-file.ts";
import { surveyPictures } from "./picture-files.ts";
import { type ReadOptions, readStart } from "./read-content.ts";

type Surveyor = (file: string, folder: string, options: ReadOptions) => Promise<FoundData>;

/** How each format is looked through. */
const surveyors: Readonly<Record<DataFormatId, Surveyor>> = {
  idx: async (file, folder, options) => ready(await surveyPictures(file, folder, "idx", options)),
  "cifar-10": async (file, folder, options) => ready(await surveyPictures(file, folder, "cifar-10", options)),
  "picture-zip": pictures,
  table: async (file, folder, options) => {
    // Loaded here: whoever never reads a table needs no parser.
    const { surveyTable } = await import("./table-file.ts");
    return { found: "table", table: { ...(await surveyTable(file, options)), file: ownPath(file, folder) } };
  },
};

async function pictures(file: string, folder: string, options: ReadOptions): Promise<FoundData> {
  const { surveyPictureFolder } = await import("./picture-folder.ts");
  return { found: "pictures", pictures: await surveyPictureFolder(file, folder, options) };
}

function ready(data: Extract<FoundData, { found: "ready" }>["data"]): FoundData {
  return { found: "ready", data };
}

/**
 * Looks through a file or folder of the person's own, recognised by its content.
 * @param folder the project's, from which the file is named.
 * @throws TroubleError naming file, place and reason; the signal's reason when it is aborted.
 */
export async function surveyFile(
  file: string,
  folder: string,
  options: ReadOptions = {},
): Promise<FoundData> {
  const name = path.basename(file);
  const found = await stat(file).catch((error: unknown) => {
    throw dataTrouble(
      say("{name} cannot be read", { name }),
      reasonOf(error),
      say("Choose another file."),
      error,
    );
  });
  if (found.isDirectory()) return pictures(file, folder, options);
  if (isPicture(name))
    throw dataTrouble(
      say("{name} is one picture", { name }),
      say("A data set needs many pictures of each class."),
      say(
        "Choose a folder or zip with one folder of pictures for each class. To see what a trained network says of this picture, open Try it and drop it there.",
      ),
    );
  const start = found.isFile() ? await readStart(file) : null;
  const foreign = start && foreignFile(start);
  if (foreign) throw dataTrouble(foreign.thing, foreign.reason, foreign.next);
  const format = start && formatOf(start);
  if (format === null)
    throw dataTrouble(
      say("{name} cannot be imported", { name }),
      found.isFile()
        ? say("Its content is in none of the formats that can be read.")
        : say("It is no file or folder."),
      say("Choose {formats}.", {
        formats: dataFormats.map(({ title }) => translate(title)).join(say(", or ")),
      }),
    );
  return surveyors[format](file, folder, options);
}
