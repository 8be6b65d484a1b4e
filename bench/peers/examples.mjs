// Examples for the peers in JavaScript: of the same sizes as Layerlab's; Fashion-MNIST's first 20,000 images.
import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

/** Numbers in [0, 1) from a seed: a linear congruential generator, good enough to be shuffled with. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** `{ inputs, labels, size, count }`, with channels last when asked for. */
export function examplesOf(task) {
  const draw = random(7);
  if (["W1", "W2", "W3"].includes(task.workload)) {
    const read = (name) => gunzipSync(readFileSync(path.join(task.fashion, name)));
    const images = read("train-images-idx3-ubyte.gz").subarray(16);
    const labels = read("train-labels-idx1-ubyte.gz").subarray(8);
    const count = 20_000;
    const inputs = Float32Array.from(images.subarray(0, count * 784), (byte) => byte / 255);
    return { inputs, labels: labels.subarray(0, count), size: 784, count };
  }
  if (task.workload === "W4") {
    const labels = Uint8Array.from({ length: 500 }, (_, point) => (point < 250 ? 0 : 1));
    const inputs = new Float32Array(1000);
    labels.forEach((ring, point) => {
      const radius = 5 * (ring ? 0.7 + 0.3 * draw() : 0.5 * draw());
      const angle = 2 * Math.PI * draw();
      inputs.set([radius * Math.sin(angle), radius * Math.cos(angle)], 2 * point);
    });
    return { inputs, labels, size: 2, count: 500 };
  }
  const count = 1000;
  const inputs = Float32Array.from({ length: count * 3072 }, draw);
  const labels = Uint8Array.from({ length: count }, () => Math.floor(10 * draw()));
  return { inputs, labels, size: 3072, count };
}

/** Calls `visit` with the next example's number; every epoch in a new order. */
export function shuffledOrder(count) {
  const draw = random(3);
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  let at = count;
  return () => {
    if (at === count) {
      for (let last = count - 1; last > 0; last--) {
        const other = Math.floor(draw() * (last + 1));
        [order[last], order[other]] = [order[other], order[last]];
      }
      at = 0;
    }
    return order[at++];
  };
}
