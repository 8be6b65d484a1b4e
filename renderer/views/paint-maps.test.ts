import { afterEach, expect, it, vi } from "vitest";
import { writeSteps } from "../../engine/protocol/steps.ts";
import { summarise } from "../../engine/protocol/summary.ts";
import { colourMap, packColour } from "./colour-maps.ts";
import { paintMaps, paintSteps, pictureFrame } from "./paint-maps.ts";

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

it("draws maps in steps with the colours of their values", () => {
  vi.stubGlobal("window", { devicePixelRatio: 1 });
  const colours = colourMap("deep", "light");
  const values = Float32Array.from({ length: 64 }, (_, cell) => (cell === 9 ? Number.NaN : Math.sin(cell)));
  const steps = new Uint8Array(64);
  const { minimum: low, maximum: high } = summarise(values);
  writeSteps(values, 0, { low, high }, steps);
  const [exact, inSteps] = [canvasOf(), canvasOf()];
  paintMaps(exact.canvas, [{ values, offset: 0, height: 8, width: 8 }], colours, 16, 0);
  paintSteps(inSteps.canvas, [{ steps, offset: 0, height: 8, width: 8 }], colours, 16, 0);
  const [wanted, drawn] = [exact, inSteps].map(({ shown }) => [
    ...new Uint32Array(shown[0]?.data.buffer ?? new ArrayBuffer(0)),
  ]);
  expect(drawn).toHaveLength(16 * 16);
  for (const [pixel, colour] of drawn?.entries() ?? []) {
    // 255 steps for 256 colours: the next one at most. What is hatched is no colour of the map.
    const index = colours.indexOf(wanted?.[pixel] ?? 0);
    expect(
      index < 0 ? [wanted?.[pixel]] : [...colours.subarray(Math.max(0, index - 1), index + 2)],
    ).toContain(colour);
  }
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
