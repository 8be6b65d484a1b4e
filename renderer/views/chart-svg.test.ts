import { expect, it } from "vitest";
import type { ChartContent } from "./chart-content.ts";
import { chartSvg } from "./chart-svg.ts";

const colours = { ground: "#fff", grid: "#ddd", text: "#333", ink: "#000", raw: "#ccc", marks: "#077" };
const content: ChartContent = {
  trace: {
    name: "Training",
    at: [0, 1, 2, 3, 4],
    raw: [4, 2, Number.NaN, 1, 0.5],
    smooth: [4, 3, 2, 1.5, 1],
    length: 5,
  },
  marks: { name: "Validation <hard> & old", at: [1, 2], values: [3, 2], length: 2 },
  end: 4,
  now: null,
  scale: "linear",
  limits: { low: 0 },
  format: (value) => value.toFixed(1),
  formatTick: String,
};

/** The points of a path, and where it begins anew. */
const pointsOf = (path: string) =>
  [...path.matchAll(/([ML])([\d.-]+) ([\d.-]+)/g)].map(([, kind, x, y]) => ({
    kind,
    x: Number(x),
    y: Number(y),
  }));

it("draws every line to scale, with a gap where a value is no number", () => {
  const svg = chartSvg("Loss", content, colours);
  const paths = [...svg.matchAll(/<path d="([^"]+)" stroke="(#\w+)"/g)].map(([, d = "", stroke]) => ({
    d,
    stroke,
  }));
  const raw = pointsOf(paths.find(({ stroke }) => stroke === "#ccc")?.d ?? "");
  expect(raw.map(({ kind }) => kind).join("")).toBe("MLML");
  // Epochs 0, 1, 3 and 4 of 4, and values on one straight scale.
  const [first, second, third, fourth] = raw;
  if (!first || !second || !third || !fourth) throw new Error("Four points are drawn.");
  expect((second.x - first.x) / (fourth.x - first.x)).toBeCloseTo(1 / 4, 3);
  expect((third.x - first.x) / (fourth.x - first.x)).toBeCloseTo(3 / 4, 3);
  expect((second.y - first.y) / (fourth.y - first.y)).toBeCloseTo((4 - 2) / (4 - 0.5), 3);
  const marks = pointsOf(paths.find(({ stroke }) => stroke === "#077")?.d ?? "");
  expect(marks.map(({ kind }) => kind).join("")).toBe("ML");
  expect(marks[1]?.y).toBeCloseTo(second.y, 2);
});

it("is a whole picture whose words are only words", () => {
  const svg = chartSvg('Loss "a" <b>', content, colours);
  expect(svg).toContain("Loss &quot;a&quot; &lt;b>");
  expect(svg).toContain("Validation &lt;hard> &amp; old");
  expect(svg.match(/<text/g)?.length).toBe(svg.match(/<\/text>/g)?.length);
  const empty = chartSvg(
    "Loss",
    { ...content, trace: { ...content.trace, length: 0 }, marks: null },
    colours,
  );
  expect(empty).not.toContain("NaN");
});
