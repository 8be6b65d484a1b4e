import { describe, expect, it } from "vitest";
import { evaluateCount } from "../testing/parameter-count.ts";
import { check } from "./check.ts";
import { applyEdits } from "./edit.ts";
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

it("tells the bias apart from the weights", () => {
  const graph = graphOf({
    image: ["input", { shape: [1, 200, 200] }],
    layer: ["conv2d", { filters: 10, kernel: [10, 10] }],
  });
  const { parameters, count = [] } = inferShapes(graph).nodes.layer ?? {};
  expect(parameters).toBe(1_000 + 10);
  expect(count).toContainEqual({ value: 1, label: "bias" });
});

describe("too large to train here", () => {
  const drawn = (units: number, then: number) =>
    graphOf({
      image: ["input", { shape: [1, 200, 200] }],
      row: ["flatten"],
      "Dense 1": ["dense", { units, bias: false }],
      "Dense 2": ["dense", { units: then, bias: false }],
      Output: ["output"],
    });
  const found = (graph: ReturnType<typeof drawn>) =>
    check(graph, null).problems.filter(({ code }) => code === "too-large");

  it("says how large, where, and what would fit", () => {
    const graph = drawn(40_000, 10);
    const { nodes, problems } = check(graph, null);
    const [problem] = problems.filter(({ code }) => code === "too-large");
    expect(problem).toMatchObject({
      severity: "error",
      node: "Dense 1",
      field: "units",
      title: "Dense 1 is too large to train here: about 6.4 GB",
    });
    expect(problem?.explanation).toContain("1,600,000,000 weights");
    expect(nodes["Dense 1"]).toMatchObject({ state: "problem", parameters: 1_600_000_000, output: [40_000] });
    // 40,000 × 5,000 weights four times over are 3.2 GB; twice as many would not fit with Adam.
    expect(problem?.fixes.map(({ label }) => label)).toEqual(["Set Dense 1 to 5,000 units"]);
    expect(found(applyEdits(graph, problem?.fixes[0]?.edits ?? []))).toEqual([]);
  });

  it("says so of the network where no layer alone is too large", () => {
    // 4e8 weights each: 3.2 GB with their gradients, and 6.4 GB together.
    const [problem, ...more] = found(drawn(10_000, 40_000));
    expect(more).toEqual([]);
    expect(problem?.title).toBe("The network is too large to train here: about 3.2 GB");
  });

  it("says nothing where it fits, and nothing of what the run leaves out", () => {
    expect(found(drawn(10_000, 10))).toEqual([]);
    const graph = graphOf({
      image: ["input", { shape: [1, 200, 200] }],
      row: ["flatten"],
      dead: ["dense", { units: 40_000 }, "row"],
      layer: ["dense", { units: 10 }, "row"],
      Output: ["output"],
    });
    expect(found(graph)).toEqual([]);
  });
});
