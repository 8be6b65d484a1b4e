import { BatchOrder, gather } from "../../engine/data/batches.ts";
import type { Dataset } from "../../engine/data/dataset.ts";
import type { Kernels } from "../../engine/kernels/kernels.ts";
import { sizeOf } from "../../engine/tensor.ts";

/** Seconds a batch that shuffling and gathering take, over whole epochs; the same calls as the trainer's. */
export function dataSeconds(dataset: Dataset, kernels: Kernels, batch: number, seconds: number): number {
  const order = new BatchOrder(dataset.split.train, 1, kernels);
  const inputs = new Float32Array(batch * sizeOf(dataset.inputShape));
  const labels = new Uint8Array(batch);
  let batches = 0;
  const start = performance.now();
  for (let epoch = 0; performance.now() - start < 1000 * seconds; epoch++) {
    order.startEpoch(epoch);
    for (let first = 0; first + batch <= order.indices.length; first += batch) {
      gather(dataset, order.indices, first, batch, inputs, 0, labels);
      batches += 1;
    }
  }
  return (performance.now() - start) / 1000 / batches;
}
