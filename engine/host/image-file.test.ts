import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readImageFile } from "./image-file.ts";

describe("readImageFile", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "layerlab-image-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("reads a picture", async () => {
    const path = join(folder, "a.png");
    await writeFile(path, encode({ width: 2, height: 1, channels: 1, data: Uint8Array.of(7, 200) }));
    const picture = await readImageFile(path);
    expect([picture.width, picture.height, ...picture.data]).toEqual([2, 1, 7, 200]);
  });

  const message = (text: string) => expect.objectContaining({ message: text });

  it("says what is wrong with a path", async () => {
    const missing = join(folder, "none.png");
    const next = "Choose another picture.";
    await expect(readImageFile(missing)).rejects.toThrow(
      message(`${missing}: There is no such file. ${next}`),
    );
    await expect(readImageFile(folder)).rejects.toThrow(message(`${folder}: It is a folder. ${next}`));
  });

  it("says what is wrong with a file, by its short name", async () => {
    const path = join(folder, "text.png");
    await writeFile(path, "no picture");
    await expect(readImageFile(path)).rejects.toThrow(
      message("text.png, byte 0: This is no PNG, JPEG, WebP or GIF file. Save the picture as PNG."),
    );
  });

  it("does not read a huge file", async () => {
    const path = join(folder, "huge.png");
    await writeFile(path, "");
    await truncate(path, 100 * 1024 * 1024);
    await expect(readImageFile(path)).rejects.toThrow(
      message(
        `${path}: It has 104857600 bytes; the most that is read of a picture is 67108864. Save the picture smaller.`,
      ),
    );
  });
});
