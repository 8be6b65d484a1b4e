import type { Dataset } from "../../engine/data/dataset.ts";
import { loadDataset } from "../../engine/host/datasets.ts";
import { cos, sin } from "../../engine/math.ts";
import { Random } from "../../engine/random.ts";
import type { Examples } from "../workloads.ts";

/**
 * The workload's data set with every example in the training part, as the peers have it. Validation is one
 * example, so that next to nothing but training is timed; the test part is Fashion-MNIST's own where there is one.
 */
export async function examplesOf(examples: Examples): Promise<Dataset> {
  if (examples === "fashion") {
    const dataset = await loadDataset({ kind: "built-in", id: "fashion-mnist" });
    const { train, validation, test } = dataset.split;
    const all = Uint32Array.from([...train, ...validation]);
    return { ...dataset, split: { train: all, validation: test.subarray(0, 1), test } };
  }
  const random = Random.fromSeed(7, 1);
  return examples === "disc-and-ring" ? discAndRing(random) : randomImages(random);
}

/** 250 points in a disc of radius 2.5, then 250 in a ring from 3.5 to 5 around it. */
function discAndRing(random: Random): Dataset {
  const data = new Float32Array(1000);
  const labels = new Uint8Array(500);
  for (let point = 0; point < 500; point++) {
    const inRing = point >= 250;
    const radius = 5 * (inRing ? random.uniformBetween(0.7, 1) : random.uniformBetween(0, 0.5));
    const angle = random.uniformBetween(0, 2 * Math.PI);
    data[2 * point] = radius * sin(angle);
    data[2 * point + 1] = radius * cos(angle);
    labels[point] = inRing ? 1 : 0;
  }
  return floats("Disc and ring", [2], data, labels, 2);
}

function randomImages(random: Random): Dataset {
  const count = 5000;
  const data = Float32Array.from({ length: count * 3072 }, () => random.uniformBetween(0, 1));
  const labels = Uint8Array.from({ length: count }, () => random.integerBelow(10));
  return floats("Random images", [3, 32, 32], data, labels, 10);
}

function floats(
  name: string,
  inputShape: readonly number[],
  data: Float32Array,
  labels: Uint8Array,
  classes: number,
): Dataset {
  const train = Uint32Array.from(labels, (_, index) => index);
  return {
    id: "bench",
    name,
    summary: name,
    inputShape,
    task: "classes",
    classNames: Array.from({ length: classes }, (_, index) => `${index}`),
    inputs: { kind: "floats", data },
    labels,
    split: { train, validation: train.subarray(0, 1), test: train.subarray(0, 1) },
    preprocessing: { scale: 1, offset: 0 },
    provenance: { source: "computed", licence: "none" },
  };
}
