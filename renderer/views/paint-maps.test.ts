import { afterEach, expect, it, vi } from "vitest";
import { colourMap, packColour } from "./colour-maps.ts";
import { paintMaps, pictureFrame } from "./paint-maps.ts";

// The colours come from the page's style sheet.
vi.mock("./theme.ts", async (load) => ({
  ...(await load<typeof import("./theme.ts")>()),
  palette: () => ({ err: "#b3202e", "err-wash": "#fbeaec" }),
}));

afterEach(() => vi.unstubAllGlobals());

/** A canvas outside a browser: what is put on it is kept. */
function canvasOf() {
  const shown: ImageData[] = [];
  const context = {
    createImageData: (width: number, height: number) => ({
      data: new Uint8ClampedArray(4 * width * height),
    }),
    putImageData: (image: ImageData) => shown.push(image),
  };
  const canvas = { width: 0, height: 0, style: {}, getContext: () => context };
  return { canvas: canvas as unknown as HTMLCanvasElement, shown };
}

it("hatches what is no finite number, and draws the others by their own range", () => {
  vi.stubGlobal("window", { devicePixelRatio: 1 });
  const values = Float32Array.of(0, 1, Number.NaN, Number.POSITIVE_INFINITY);
  const colours = colourMap("deep", "light");
  const { canvas, shown } = canvasOf();
  paintMaps(canvas, [{ values, offset: 0, height: 2, width: 2 }], colours, 8, 0);
  const pixels = new Uint32Array(shown[0]?.data.buffer ?? new ArrayBuffer(0));
  const of = (row: number, column: number) =>
    new Set([0, 1, 2, 3].flatMap((y) => [0, 1, 2, 3].map((x) => pixels[(4 * row + y) * 8 + 4 * column + x])));
  expect([...of(0, 0)]).toEqual([colours[0]]);
  expect([...of(0, 1)]).toEqual([colours[255]]);
  const hatched = [packColour(0xb3, 0x20, 0x2e), packColour(0xfb, 0xea, 0xec)];
  for (const column of [0, 1]) expect([...of(1, column)].toSorted()).toEqual(hatched.toSorted());
});

it.each([
  // Twice 28 pixels fit in 64, and the square is as large as the picture.
  [{ height: 28, width: 28 }, 64, { side: 56, scale: 2, top: 0, left: 0 }],
  [{ height: 10, width: 30 }, 64, { side: 60, scale: 2, top: 20, left: 0 }],
  // Of 100 pixels every second is drawn.
  [{ height: 100, width: 50 }, 64, { side: 50, scale: 0.5, top: 0, left: 12 }],
])("a picture of %o within %i lies at %o", (size, most, frame) => {
  expect(pictureFrame(size, most)).toEqual(frame);
});
