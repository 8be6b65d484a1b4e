import type { DataCard } from "../../engine/protocol.ts";
import { sizeOf } from "../../engine/tensor.ts";

export interface ExampleImage {
  readonly label: number;
  /** Bytes 0 to 255 as numbers from 0 to 1, row-major. */
  readonly values: Float32Array;
}

/** The first picture of each class, in the order of the classes, ten at most. */
export function onePerClass(
  examples: Extract<DataCard["examples"], { show: "images" }>,
): readonly ExampleImage[] {
  const size = sizeOf(examples.shape);
  const labels = [...new Set(examples.labels)].sort((a, b) => a - b).slice(0, 10);
  return labels.map((label) => {
    const at = examples.labels.indexOf(label);
    return {
      label,
      values: Float32Array.from(examples.bytes.subarray(at * size, (at + 1) * size), (byte) => byte / 255),
    };
  });
}
