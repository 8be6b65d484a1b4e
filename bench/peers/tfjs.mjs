// TensorFlow.js (WebAssembly backend) as a subject, on one thread: the backend has none in Node. It also lacks the
// gradient of a convolution's filter, without which no conv net trains; it is added here from the backend's own
// operations.
import { createRequire } from "node:module";
import path from "node:path";
import { examplesOf, shuffledOrder } from "./examples.mjs";
import { answerWindows, refuse } from "./lines.mjs";

const task = JSON.parse(process.argv.at(-1));
const require = createRequire(import.meta.url);
for (const word of ["log", "warn", "info"]) console[word] = () => {}; // its greetings are not lines of the protocol

function load() {
  try {
    return { tf: require("@tensorflow/tfjs"), wasm: require("@tensorflow/tfjs-backend-wasm") };
  } catch {
    return null;
  }
}

/** dW[i, j] = the input seen by kernel cell (i, j), transposed, times the gradient of the output. */
function addFilterGradient(tf) {
  tf.registerKernel({
    kernelName: "Conv2DBackpropFilter",
    backendName: "wasm",
    kernelFunc({ inputs, attrs }) {
      const x = tf.engine().makeTensorFromTensorInfo(inputs.x);
      const dy = tf.engine().makeTensorFromTensorInfo(inputs.dy);
      const { strides, pad, dimRoundingMode, filterShape } = attrs;
      const place = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
      const { padInfo, strideHeight, strideWidth, batchSize, outHeight, outWidth, outChannels } = place;
      const { filterHeight, filterWidth, inChannels } = place;
      const rows = batchSize * outHeight * outWidth;
      return tf.tidy(() => {
        const gradient = tf.reshape(dy, [rows, outChannels]);
        const padded = tf.pad(x, [
          [0, 0],
          [padInfo.top, padInfo.bottom],
          [padInfo.left, padInfo.right],
          [0, 0],
        ]);
        const cells = [];
        for (let i = 0; i < filterHeight; i++)
          for (let j = 0; j < filterWidth; j++) {
            const end = [i + (outHeight - 1) * strideHeight + 1, j + (outWidth - 1) * strideWidth + 1];
            const seen = tf.stridedSlice(
              padded,
              [0, i, j, 0],
              [batchSize, ...end, inChannels],
              [1, strideHeight, strideWidth, 1],
            );
            cells.push(tf.matMul(tf.reshape(seen, [rows, inChannels]), gradient, true, false));
          }
        return tf.reshape(tf.stack(cells), filterShape);
      });
    },
  });
}

function modelOf(tf, workload) {
  const { layers } = tf;
  const kernelInitializer = workload === "W4" ? "glorotUniform" : "heUniform";
  const activation = workload === "W4" ? "tanh" : "relu";
  const convolution = (filters, kernelSize, padding) =>
    layers.conv2d({ filters, kernelSize, padding, activation, kernelInitializer });
  const dense = (units) => layers.dense({ units, activation, kernelInitializer });
  const classes = (units) => layers.dense({ units, kernelInitializer });
  const pool = () => layers.maxPooling2d({ poolSize: 2 });
  const leNet = (padding) => [
    convolution(6, 5, padding),
    pool(),
    convolution(16, 5, "valid"),
    pool(),
    layers.flatten(),
    dense(120),
    dense(84),
    classes(10),
  ];
  const chains = {
    W1: () => ({ shape: [28, 28, 1], chain: leNet("same") }),
    W2: () => ({
      shape: [28, 28, 1],
      chain: [
        convolution(32, 3, "same"),
        pool(),
        convolution(64, 3, "same"),
        pool(),
        layers.flatten(),
        dense(128),
        classes(10),
      ],
    }),
    W3: () => ({ shape: [784], chain: [dense(512), dense(256), classes(10)] }),
    W4: () => ({ shape: [2], chain: [dense(8), dense(8), classes(2)] }),
    W5: () => ({ shape: [32, 32, 3], chain: leNet("valid") }),
  };
  if (workload === "W6") return resNet(layers, kernelInitializer);
  const { shape, chain } = chains[workload]();
  const inputs = layers.input({ shape });
  return { shape, model: tf.model({ inputs, outputs: chain.reduce((x, layer) => layer.apply(x), inputs) }) };
}

function resNet(layers, kernelInitializer) {
  const shape = [32, 32, 3];
  const convolution = (x, filters, kernelSize, strides) =>
    layers
      .conv2d({ filters, kernelSize, strides, padding: "same", useBias: false, kernelInitializer })
      .apply(x);
  const norm = (x) => layers.batchNormalization().apply(x);
  const relu = (x) => layers.activation({ activation: "relu" }).apply(x);
  const block = (x, filters, strides) => {
    const first = relu(norm(convolution(x, filters, 3, strides)));
    const second = norm(convolution(first, filters, 3, 1));
    return relu(layers.add().apply([second, strides === 1 ? x : convolution(x, filters, 1, strides)]));
  };
  const inputs = layers.input({ shape });
  const body = block(block(block(relu(norm(convolution(inputs, 16, 3, 1))), 16, 1), 32, 2), 64, 2);
  const mean = layers.globalAveragePooling2d({ dataFormat: "channelsLast" }).apply(body);
  return { shape, inputs, outputs: layers.dense({ units: 10, kernelInitializer }).apply(mean) };
}

const optimizers = {
  W1: (train) => train.momentum(0.02, 0.9),
  W2: (train) => train.adam(0.001),
  W3: (train) => train.sgd(0.05),
  W4: (train) => train.sgd(0.03),
  W5: (train) => train.momentum(0.001, 0.9),
  W6: (train) => train.momentum(0.05, 0.9),
};

async function main() {
  const loaded = load();
  if (!loaded) return refuse("TensorFlow.js is not installed (npm ci --prefix bench/peers)");
  const { tf, wasm } = loaded;
  wasm.setWasmPaths(`${path.dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}${path.sep}`);
  await tf.setBackend("wasm");
  addFilterGradient(tf);
  const built = modelOf(tf, task.workload);
  const model = built.model ?? tf.model({ inputs: built.inputs, outputs: built.outputs });
  const optimizer = optimizers[task.workload](tf.train);
  const { batch } = task;
  const classes = task.workload === "W4" ? 2 : 10;
  const { inputs, labels, size, count } = examplesOf(task);
  const next = shuffledOrder(count);
  const x = new Float32Array(batch * size);
  const target = new Float32Array(batch * classes);
  const gather = () => {
    target.fill(0);
    for (let row = 0; row < batch; row++) {
      const example = next();
      x.set(inputs.subarray(example * size, (example + 1) * size), row * size);
      target[row * classes + labels[example]] = 1;
    }
    return tf.tensor(x, [batch, ...built.shape]);
  };
  const train = async () => {
    const images = gather();
    const wanted = tf.tensor(target, [batch, classes]);
    const loss = optimizer.minimize(
      () => tf.losses.softmaxCrossEntropy(wanted, model.apply(images, { training: true })),
      true,
    );
    await loss.data();
    tf.dispose([images, wanted, loss]);
  };
  const predict = async () => {
    const images = gather();
    const found = tf.tidy(() => tf.argMax(model.apply(images, { training: false }), 1));
    await found.data();
    tf.dispose([images, found]);
  };
  const step = task.task === "training" ? train : predict;
  try {
    await step();
  } catch (error) {
    return refuse(`TensorFlow.js cannot run it: ${String(error).split("\n")[0]}`);
  }
  await answerWindows({ name: `TensorFlow.js ${tf.version.tfjs}, wasm`, threads: 1 }, batch, step);
}

await main();
