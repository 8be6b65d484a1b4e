import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { decodeFloats, encodeFloats, littleEndianBytes } from "../base64.ts";
import type { Preprocessing } from "../data/dataset.ts";
import { asksForInput } from "../graph/asked.ts";
import { check } from "../graph/check.ts";
import { blocksTraining } from "../graph/problem.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { type Project, projectFormat, projectVersion } from "../project/project.ts";
import {
  elements,
  type FloatArray,
  type Shape,
  sameShape,
  shapeText,
  sizeOf,
  type Tensor,
} from "../tensor.ts";
import { TroubleError } from "../trouble.ts";
import { engineVersion } from "../version.ts";
import { say } from "../words/say.ts";
import { type ModelFile, modelFormat, modelVersion, parseModelFile } from "./model-file.ts";
import { TrainedNetwork } from "./trained-network.ts";

/** Operations that checking one test vector may take; a file that asks for more is refused, not obeyed. */
const largestFlops = 1e11;
const mostTestVectors = 64;
/** How far outputs may differ between versions of the engine, relative to the largest. */
const roundingBetweenVersions = 1e-4;

export interface ModelParts {
  readonly project: Project;
  readonly kernels: Kernels;
  /** In plan order, as trained. */
  readonly weights: readonly Tensor[];
  readonly inputShape: Shape;
  readonly classNames: readonly string[];
  /** Where it has no classes. */
  readonly targets?: ModelFile["targets"];
  readonly preprocessing: Preprocessing;
  readonly metrics: ModelFile["metrics"];
  /** A few examples as the network sees them, one after another. */
  readonly testInputs: FloatArray;
}

/** The text of a model file, with the outputs that its test inputs give now. */
export function modelText(parts: ModelParts): { readonly text: string; readonly weightsHash: string } {
  const { project, inputShape } = parts;
  const { nodes, edges } = project.graph;
  const count = parts.testInputs.length / sizeOf(inputShape);
  const network = new TrainedNetwork(project.graph, parts.kernels, count);
  const values = parts.weights.map((weight) => elements(weight));
  network.load(values);
  const outputs = network.run(parts.testInputs, count);
  const weightsHash = hashOf(values);
  const model: ModelFile = {
    format: modelFormat,
    version: modelVersion,
    engineVersion,
    name: project.name,
    graph: { nodes, edges }, // what is computed; notes and groups are for who reads the drawing
    data: project.data,
    training: project.training,
    inputShape: [...inputShape],
    classNames: [...parts.classNames],
    ...(parts.targets ? { targets: parts.targets } : {}),
    preprocessing: parts.preprocessing,
    metrics: parts.metrics,
    weights: network.plan.parameters.map(({ node, name, shape }, index) => ({
      node,
      name,
      shape: [...shape],
      values: encodeFloats(values[index] ?? new Float32Array(0)),
    })),
    weightsHash,
    testVectors: {
      inputs: { shape: [count, ...inputShape], values: encodeFloats(parts.testInputs) },
      outputs: { shape: [count, ...network.outputShape], values: encodeFloats(outputs) },
    },
  };
  return { text: `${JSON.stringify(model, null, 1)}\n`, weightsHash };
}

export interface OpenedModel {
  readonly file: ModelFile;
  readonly project: Project;
  /** Its weights, in plan order. */
  readonly weights: readonly Float32Array[];
  readonly parameters: number;
  readonly testVectors: number;
  /** Of the test vectors, one after another, as the network sees them. */
  readonly inputs: Float32Array;
  /** Test vectors that came out bit for bit: all of them, unless another version of the engine wrote the file. */
  readonly verified: number;
}

/**
 * Opens a model file and proves it: its shape, its weights against its network, their hash, and its
 * test vectors bit for bit.
 * @throws TroubleError that names the place, the reason and the next step.
 */
export function openModel(text: string, kernels: Kernels): OpenedModel {
  const file = parseModelFile(text);
  const { graph, name, data, training, inputShape, classNames } = file;
  const targets = file.targets && {
    task: file.targets.task,
    names: file.targets.columns.map((column) => column.name),
  };
  if (classNames.length === 0 && !targets && !asksForInput(graph))
    throw refusal(say("classNames: there are none, and no targets in their place."));
  if (file.targets?.columns.some(({ scale }) => scale === 0))
    throw refusal(say("targets.columns: a scale of 0 cannot be undone."));
  const checked = check(graph, { name, inputShape, classNames, targets });
  const fault = checked.problems.find(blocksTraining);
  if (fault) throw refusal(`graph: ${fault.title}. ${fault.explanation}`);
  if (checked.flops > largestFlops)
    throw refusal(say("graph: running it once takes more operations than a model file may ask for."));

  const count = file.testVectors.inputs.shape[0] ?? 0;
  if (count < 1 || count > mostTestVectors)
    throw refusal(
      say("testVectors.inputs.shape: there must be 1 to {most} test vectors.", {
        most: mostTestVectors,
      }),
    );
  const network = new TrainedNetwork(graph, kernels, count);
  const weights = readWeights(file, network);
  network.load(weights);

  const inputs = readNumbers(file, "inputs", [count, ...network.inputShape]);
  const expected = readNumbers(file, "outputs", [count, ...network.outputShape]);
  const verified = verify(network.run(inputs, count), expected, count, file.engineVersion);
  return {
    file,
    project: { format: projectFormat, version: projectVersion, name, graph, data, training },
    weights,
    parameters: network.plan.parameterCount,
    testVectors: count,
    inputs,
    verified,
  };
}

/**
 * How many test vectors came out bit for bit. The same engine must give the same bits, so a difference is a
 * fault of the file. Another version may sum in another order: then small differences are counted, not refused.
 */
function verify(outputs: Float32Array, expected: Float32Array, count: number, writtenBy: string): number {
  const width = expected.length / count;
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const allowed = writtenBy === engineVersion ? 0 : roundingBetweenVersions * largest;
  const inexact = new Set<number>();
  for (let index = 0; index < expected.length; index++) {
    const [found = Number.NaN, wanted = Number.NaN] = [outputs[index], expected[index]];
    if (Object.is(found, wanted)) continue;
    const vector = Math.floor(index / width);
    inexact.add(vector);
    if (!(Math.abs(found - wanted) <= allowed) || allowed === 0)
      throw refusal(
        say("testVectors: vector {vector} gives {found} at output {output}, and the file expects {wanted}.", {
          vector: vector + 1,
          found,
          output: (index % width) + 1,
          wanted,
        }),
      );
  }
  return count - inexact.size;
}

function readWeights(file: ModelFile, network: TrainedNetwork): readonly Float32Array[] {
  const { parameters } = network.plan;
  if (file.weights.length !== parameters.length)
    throw refusal(
      say("weights: there are {found}, and the network has {wanted}.", {
        found: file.weights.length,
        wanted: parameters.length,
      }),
    );
  const weights = parameters.map(({ node, name, shape, size }, index) => {
    const saved = file.weights[index];
    const place = `weights[${index}]`;
    if (!saved || saved.node !== node || saved.name !== name)
      throw refusal(
        say('{place}: it must be "{name}" of layer "{node}", not "{foundName}" of "{foundNode}".', {
          place,
          name,
          node,
          foundName: saved?.name,
          foundNode: saved?.node,
        }),
      );
    if (!sameShape(saved.shape, shape))
      throw refusal(
        say("{place}.shape: it is {shape}, and the network needs {wanted}.", {
          place,
          shape: shapeText(saved.shape),
          wanted: shapeText(shape),
        }),
      );
    const values = decodeFloats(saved.values, size);
    if (!values)
      throw refusal(say("{place}.values: it is not base64 of {size} float32 numbers.", { place, size }));
    if (!values.every(Number.isFinite))
      throw refusal(say("{place}.values: a number is not finite.", { place }));
    return values;
  });
  if (hashOf(weights) !== file.weightsHash)
    throw refusal(say("weightsHash: it does not match the weights, so the file was changed or damaged."));
  return weights;
}

function readNumbers(file: ModelFile, which: "inputs" | "outputs", shape: Shape): Float32Array {
  const saved = file.testVectors[which];
  const place = `testVectors.${which}`;
  if (!sameShape(saved.shape, shape))
    throw refusal(
      say("{place}.shape: it is {shape}, and the network gives {wanted}.", {
        place,
        shape: shapeText(saved.shape),
        wanted: shapeText(shape),
      }),
    );
  const values = decodeFloats(saved.values, sizeOf(shape));
  if (!values)
    throw refusal(
      say("{place}.values: it is not base64 of {size} float32 numbers.", { place, size: sizeOf(shape) }),
    );
  return values;
}

/** SHA-256 over weights in plan order, as little-endian float32, in hexadecimal. */
function hashOf(weights: readonly FloatArray[]): string {
  const hash = sha256.create();
  for (const values of weights) hash.update(littleEndianBytes(values));
  return bytesToHex(hash.digest());
}

function refusal(reason: string): TroubleError {
  return new TroubleError({
    title: say("This model cannot be opened"),
    reason,
    next: say("Export the model again, or choose another file."),
  });
}
