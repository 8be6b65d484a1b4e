import { expect, test } from "vitest";
import { columnsOf } from "./parameter-count.tsx";

test("a convolution's count reads 16 × (16 × 3 × 3 + 1), with one name for the kernel", () => {
  const columns = columnsOf([
    { value: 16, label: "filters" },
    "×",
    "(",
    { value: 16, label: "channels" },
    "×",
    { value: 3, label: "kernel" },
    "×",
    { value: 3, label: "" },
    "+",
    { value: 1, label: "bias" },
    ")",
  ]);
  expect(columns.map(({ text }) => text)).toEqual(["16", "×", "(16", "×", "3 × 3", "+", "1)"]);
  expect(columns.map(({ label }) => label)).toEqual(["filters", "", "channels", "", "kernel", "", "bias"]);
});
