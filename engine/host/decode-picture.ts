import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { decodeImage, type Raster } from "../data/image.ts";
import { isWebp, openWebpDecoder, type WebpDecoder } from "../data/webp.ts";
import { inflate } from "./inflate.ts";

let webp: Promise<WebpDecoder> | null = null;

/**
 * Decodes a PNG, JPEG, WebP or GIF file, told apart by its first bytes: the one decoder of the window and the command.
 * @param file the name used in messages.
 * @throws TroubleError naming the file, the place and the reason.
 */
export async function decodePicture(bytes: Uint8Array, file: string): Promise<Raster> {
  if (!isWebp(bytes)) return decodeImage(bytes, file, inflate);
  webp ??= readFile(codecFile()).then(openWebpDecoder);
  return (await webp)(bytes, file);
}

/** From source in its package; in the built app everything is one file, and the codec lies beside it. */
function codecFile(here = import.meta.url): string {
  return here.endsWith(".ts")
    ? createRequire(here).resolve("@jsquash/webp/codec/dec/webp_dec.wasm")
    : fileURLToPath(new URL("./webp.wasm", here));
}
