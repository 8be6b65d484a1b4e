import { expect, it } from "vitest";
import { pictureFrame } from "./paint-maps.ts";

it.each([
  // Twice 28 pixels fit in 64, and the square is as large as the picture.
  [{ height: 28, width: 28 }, 64, { side: 56, scale: 2, top: 0, left: 0 }],
  [{ height: 10, width: 30 }, 64, { side: 60, scale: 2, top: 20, left: 0 }],
  // Of 100 pixels every second is drawn.
  [{ height: 100, width: 50 }, 64, { side: 50, scale: 0.5, top: 0, left: 12 }],
])("a picture of %o within %i lies at %o", (size, most, frame) => {
  expect(pictureFrame(size, most)).toEqual(frame);
});
