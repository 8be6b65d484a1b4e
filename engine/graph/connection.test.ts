import { describe, expect, it } from "vitest";
import { chain, ends } from "../testing/checked.ts";
import { checkConnection } from "./check.ts";
import { graphOf } from "./graph-of.ts";

describe("an edge while it is drawn", () => {
  const edge = (from: string, to: string, input = 0) => ({ from, to, input });

  it("fits, with the shape that comes out", () => {
    expect(checkConnection(chain, edge("Input", "Dense 1"))).toEqual({ fits: true, shape: [3] });
  });

  it("is refused with the reason", () => {
    const graph = graphOf({
      Image: ["input"],
      Flatten: ["flatten"],
      "Dense 1": ["dense", { units: 3 }],
      "ReLU 1": ["activation"],
      Output: ["output"],
      Add: ["add", {}, "Dense 1", "ReLU 1"],
    });
    const reason = (from: string, to: string, input = 0) => {
      const result = checkConnection(graph, edge(from, to, input));
      return result.fits ? "fits" : result.reason;
    };
    expect(reason("Image", "Dense 1")).toBe(
      "Dense needs a flat input. It receives a 1×28×28 image. Flatten turns it into 784 numbers in a row.",
    );
    expect(reason("Image", "Image")).toBe("A layer cannot feed itself.");
    expect(reason("ReLU 1", "Flatten")).toBe("This would make a loop: Flatten already leads to ReLU 1.");
    expect(reason("Dense 1", "ReLU 1", 1)).toBe("Dense 1 already feeds ReLU 1.");
    expect(reason("Output", "Add", 2)).toBe("Output is the end of the network: nothing follows it.");
    expect(reason("Flatten", "ReLU 1", 1)).toBe("ReLU 1 has no free input.");
    expect(reason("Flatten", "Image")).toBe("Image takes no input.");
    expect(reason("Flatten", "Add", 2)).toContain("Add needs inputs of the same shape.");
  });

  it("is not blamed for a circle that is there already", () => {
    const graph = graphOf({
      Input: ends.Input,
      "Add 1": ["add", {}, "Input", "Tanh 1"],
      "Tanh 1": ["activation", {}, "Add 1"],
      "Dense 1": ["dense", {}, "Input"],
    });
    expect(checkConnection(graph, edge("Tanh 1", "Dense 1"))).toMatchObject({ fits: true });
  });
});
