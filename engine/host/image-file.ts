import { open } from "node:fs/promises";
import { basename } from "node:path";
import { dataTrouble } from "../data/data-trouble.ts";
import type { Raster } from "../data/raster.ts";
import { TroubleError } from "../trouble.ts";
import { phrase, say, translate } from "../words/say.ts";
import { decodePicture } from "./decode-picture.ts";

/** Larger files are not read. */
const MAXIMUM_BYTES = 64 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: phrase("There is no such file."),
  EACCES: phrase("Its permissions do not let it be read."),
  EPERM: phrase("Its permissions do not let it be read."),
  EISDIR: phrase("It is a folder."),
};

/**
 * Reads and decodes a PNG, JPEG, WebP or GIF file.
 * @throws TroubleError naming the file and what is wrong with it.
 */
export async function readImageFile(path: string): Promise<Raster> {
  return decodePicture(await readBytes(path), basename(path));
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      if (size > MAXIMUM_BYTES) {
        throw dataTrouble(
          path,
          say("It has {size} bytes; the most that is read of a picture is {most}.", {
            size,
            most: MAXIMUM_BYTES,
          }),
          say("Save the picture smaller."),
        );
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof TroubleError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw dataTrouble(
      path,
      REASONS[code] ? translate(REASONS[code]) : say("It cannot be read ({code}).", { code }),
      say("Choose another picture."),
      error,
    );
  }
}
