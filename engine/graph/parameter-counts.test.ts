import { expect, it } from "vitest";
import { evaluateCount } from "../testing/parameter-count.ts";
import { graphOf, type LayerWords } from "./graph-of.ts";
import { inferShapes } from "./shapes.ts";

const lecture: readonly {
  readonly title: string;
  readonly count: number;
  readonly channels?: number;
  readonly layer: LayerWords;
}[] = [
  {
    title: "dense, 40,000 units",
    count: 1_600_000_000,
    layer: ["dense", { units: 40_000, bias: false }, "row"],
  },
  {
    title: "locally connected, 10×10",
    count: 4_000_000,
    layer: ["locally-connected", { filters: 1, kernel: [10, 10], bias: false }, "image"],
  },
  {
    title: "shared weights, 10×10",
    count: 100,
    layer: ["conv2d", { filters: 1, kernel: [10, 10], bias: false }, "image"],
  },
  {
    title: "ten filters",
    count: 1_000,
    layer: ["conv2d", { filters: 10, kernel: [10, 10], bias: false }, "image"],
  },
  {
    title: "ten filters on ten channels",
    count: 10_000,
    channels: 10,
    layer: ["conv2d", { filters: 10, kernel: [10, 10], bias: false }, "image"],
  },
];

// The lecture's numbers; memory for 1.6 billion weights would be 6.4 GB, so nothing may be allocated.
it.each(lecture)("a 200×200 image needs $count weights: $title", ({ count, channels = 1, layer }) => {
  const graph = graphOf({ image: ["input", { shape: [channels, 200, 200] }], row: ["flatten"], layer });
  const { nodes } = inferShapes(graph);
  expect(nodes.layer?.state).toBe("ok");
  expect(nodes.layer?.parameters).toBe(count);
  expect(evaluateCount(nodes.layer?.count ?? [])).toBe(count);
  if (layer[0] !== "dense") expect(nodes.layer?.output?.slice(1)).toEqual([200, 200]);
});
