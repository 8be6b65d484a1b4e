// ConvNetJS 0.3.0 as a subject: float64 on one thread, example by example. It has no Adam (W2 runs SGD with
// momentum) and neither batch norm nor skips (no W6).
import { createRequire } from "node:module";
import { examplesOf, random, shuffledOrder } from "./examples.mjs";
import { answerWindows, refuse } from "./lines.mjs";

const task = JSON.parse(process.argv.at(-1));
const require = createRequire(import.meta.url);

const hidden = (activation) => ({
  convolution: (filters, sx, pad) => ({ type: "conv", sx, filters, stride: 1, pad, activation }),
  dense: (units) => ({ type: "fc", num_neurons: units, activation }),
});
const { convolution, dense } = hidden("relu");
const tanh = hidden("tanh");
const pool = { type: "pool", sx: 2, stride: 2 };
const leNet = (pad) => [convolution(6, 5, pad), pool, convolution(16, 5, 0), pool, dense(120), dense(84)];

// Rows, columns, channels; the layers between input and classes; SGD's learning rate and momentum.
const networks = {
  W1: { input: [28, 28, 1], layers: leNet(2), sgd: [0.02, 0.9] },
  W2: {
    input: [28, 28, 1],
    layers: [convolution(32, 3, 1), pool, convolution(64, 3, 1), pool, dense(128)],
    sgd: [0.001, 0.9],
  },
  W3: { input: [1, 1, 784], layers: [dense(512), dense(256)], sgd: [0.05, 0] },
  W4: { input: [1, 1, 2], layers: [tanh.dense(8), tanh.dense(8)], sgd: [0.03, 0] },
  W5: { input: [32, 32, 3], layers: leNet(0), sgd: [0.001, 0.9] },
};

function load() {
  try {
    return require("convnetjs");
  } catch {
    return null;
  }
}

const convnet = load();
const wanted = networks[task.workload];
if (!convnet) refuse("ConvNetJS is not installed (npm ci --prefix bench/peers)");
else if (!wanted) refuse("ConvNetJS has neither batch norm nor skips");
else {
  const [rows, columns, channels] = wanted.input;
  const classes = task.workload === "W4" ? 2 : 10;
  const net = new convnet.Net();
  net.makeLayers([
    { type: "input", out_sx: rows, out_sy: columns, out_depth: channels },
    ...wanted.layers,
    { type: "softmax", num_classes: classes },
  ]);
  const draw = random(1);
  for (const { filters, biases } of net.layers) {
    if (!filters) continue;
    const inputs = filters[0].w.length;
    const bound = Math.sqrt(6 / (task.workload === "W4" ? inputs + filters.length : inputs));
    for (const { w } of filters)
      for (let index = 0; index < w.length; index++) w[index] = bound * (2 * draw() - 1);
    biases.w.fill(0);
  }
  const [learning_rate, momentum] = wanted.sgd;
  const trainer = new convnet.Trainer(net, {
    method: "sgd",
    learning_rate,
    momentum,
    batch_size: task.batch,
    l2_decay: 0,
  });
  const { inputs, labels, size, count } = examplesOf(task);
  const next = shuffledOrder(count);
  const volume = new convnet.Vol(rows, columns, channels, 0);
  const load = () => {
    const example = next();
    for (let index = 0; index < size; index++) volume.w[index] = inputs[example * size + index];
    return labels[example];
  };
  const step = () => {
    for (let row = 0; row < task.batch; row++) {
      const label = load();
      if (task.task === "training") trainer.train(volume, label);
      else net.forward(volume);
    }
  };
  step();
  const { version } = require("convnetjs/package.json");
  await answerWindows({ name: `ConvNetJS ${version}`, threads: 1 }, task.batch, step);
}
