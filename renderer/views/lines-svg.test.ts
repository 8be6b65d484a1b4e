import { expect, it } from "vitest";
import { linesSvg } from "./lines-svg.ts";

const colours = {
  ground: "#fff",
  grid: "#ddd",
  text: "#333",
  stroke: (index: number) => ({ colour: ["#a00", "#0a0"][index] ?? "#00a", isDashed: index === 2 }),
};
const line = (name: string, values: readonly number[]) => ({ name, at: [0, 1, 2], values, length: 3 });

it("draws each line to one logarithmic scale, without what has no logarithm, and tells its name and latest value", () => {
  const svg = linesSvg(
    "Gradient norms",
    [line("Conv <1>", [10, 1, 0.1]), line("Dense", [1, 0, 0.01]), line("Last", [5, 5, 5])],
    colours,
    (value) => value.toFixed(2),
  );
  const points = (colour: string) => {
    const [, d = ""] = new RegExp(`<path d="([^"]+)" fill="none" stroke="${colour}"`).exec(svg) ?? [];
    return [...d.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
  };
  const [ten, one, tenth] = points("#a00");
  if (!ten || !one || !tenth) throw new Error("Three points are drawn.");
  // Equal factors are equal ways down, equal epochs equal ways to the right.
  expect(one.y - ten.y).toBeCloseTo(tenth.y - one.y, 1);
  expect(one.x - ten.x).toBeCloseTo(tenth.x - one.x, 1);
  const dense = points("#0a0");
  expect(dense).toHaveLength(2);
  expect(dense[0]?.y).toBeCloseTo(one.y, 1);
  expect(svg).toContain('stroke="#00a" stroke-width="1.5" stroke-linejoin="round" stroke-dasharray');
  expect(svg).toContain(">Conv &lt;1></text>");
  expect(svg).toContain(">0.01</text>");
});

it("is as high as the names of many layers need", () => {
  const many = Array.from({ length: 60 }, (_, index) => line(`Layer ${index}`, [1, 1, 1]));
  const svg = linesSvg("Update ratios", many, colours, String);
  const height = Number(/height="(\d+)"/.exec(svg)?.[1]);
  const places = [...svg.matchAll(/<text x="[\d.]+" y="([\d.]+)"[^>]*>Layer/g)].map(([, y]) => Number(y));
  expect(places).toHaveLength(60);
  expect(Math.max(...places)).toBeLessThan(height);
  const sorted = places.toSorted((a, b) => a - b);
  expect(Math.min(...sorted.slice(1).map((y, index) => y - (sorted[index] ?? 0)))).toBeGreaterThan(12);
});

it("is a whole picture without any line, too", () => {
  expect(linesSvg("Gradient norms", [], colours, String)).not.toContain("NaN");
});
