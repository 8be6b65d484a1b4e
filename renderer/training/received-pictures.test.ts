import { expect, it } from "vitest";
import type { SentPictures } from "../../engine/protocol.ts";
import { receivePictures } from "./received-pictures.ts";

function sent(step: number, node: string): SentPictures {
  return {
    step,
    probe: { index: 0, label: 0, targets: null, shape: [2], values: Float32Array.of(step, 0) },
    nodes: {
      table: JSON.stringify([
        { show: "maps", node, maps: 1, height: 1, width: 2 },
        { show: "vector", node: "dense", length: 3 },
      ]),
      channels: Uint32Array.of(step),
      steps: Uint8Array.of(step, step + 1),
      ranges: Float32Array.of(step, step + 1, step + 2),
      vectors: Float32Array.of(step, -step, 0.5),
    },
    fields: null,
    curve: null,
    answer: "none",
    probabilities: new Float32Array([1]),
    loss: 0,
  };
}

const told = (step: number, node: string) => [
  {
    show: "maps",
    node,
    height: 1,
    width: 2,
    channels: Uint32Array.of(step),
    steps: Uint8Array.of(step, step + 1),
    ranges: Float32Array.of(step, step + 1, step + 2),
  },
  { show: "vector", node: "dense", values: Float32Array.of(step, -step, 0.5) },
];

it("pictures of one network come in the same memory again, those of another one in their own", () => {
  const first = receivePictures(sent(1, "conv"));
  expect(first).toMatchObject({ step: 1, nodes: told(1, "conv") });
  const second = receivePictures(sent(2, "conv"));
  expect(second).toMatchObject({ step: 2, nodes: told(2, "conv"), probe: { values: Float32Array.of(2, 0) } });
  expect(second.nodes).toBe(first.nodes);
  const other = receivePictures(sent(3, "pool"));
  expect(other.nodes).toEqual(told(3, "pool"));
  expect(second.nodes).toEqual(told(2, "conv"));
});
