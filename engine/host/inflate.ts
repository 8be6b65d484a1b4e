import { inflateSync } from "node:zlib";
import type { Inflate } from "../data/png.ts";

/** Inflates into one piece of memory, which is taken only as far as it is filled. */
export const inflate: Inflate = (deflated, most) => {
  try {
    return inflateSync(deflated, { chunkSize: Math.max(64, most + 1), maxOutputLength: most });
  } catch (error) {
    if (error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") return null;
    throw error;
  }
};
