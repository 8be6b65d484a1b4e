import { expect, test } from "vitest";
import { countNumbers } from "../../../engine/inspect/histogram.ts";
import { view } from "../../../engine/tensor.ts";
import { binWords, withinBins } from "./bin-words.ts";
import { inCommonBins } from "./common-bins.ts";

const counted = (...numbers: number[]) => countNumbers(view(Float32Array.from(numbers), 0, [numbers.length]));
const moments = [counted(0.1, 0.1, 0.1, -0.9), counted(0.7, 0.7, -0.9, 300)];

test("a bar tells between which values it lies, how many numbers it holds, and of which moment", () => {
  const bins = inCommonBins([counted(0.1, 0.1, 0.1, -0.9), counted(0.7, 0.7, -0.9, 0.2)], "linear", 8);
  // Eight bars from −1 to 1: 0.7 lies in the seventh, 0.1 in the fifth.
  expect(binWords(bins, { bin: 6, back: 0 }, [3, 1200])).toBe("0.500 to 0.750: 2 of 4 (50.0\u202f%)");
  expect(binWords(bins, { bin: 4, back: 1 }, [3, 1200])).toBe(
    "0 to 0.250: 3 of 4 (75.0\u202f%), after 3 updates",
  );
});

test("the outermost octave holds what is larger, too, and nothing lies beyond it", () => {
  const bins = inCommonBins(moments, "log");
  const last = bins.edges.length - 2;
  expect(binWords(bins, { bin: last, back: 0 }, [1, 2])).toBe("128 and more: 1 of 4 (25.0\u202f%)");
  expect(withinBins(bins, { bin: last + 9, back: 9 })).toEqual({ bin: last, back: 1 });
  expect(withinBins(bins, { bin: -4, back: -1 })).toEqual({ bin: 0, back: 0 });
});
