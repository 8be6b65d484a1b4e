import { mkdir } from "node:fs/promises";
import path from "node:path";
import { encode } from "fast-png";
import { z } from "zod";
import { pictureAsSeen } from "../../data/fit-picture.ts";
import { openModel } from "../../export/model.ts";
import { planNetwork } from "../../graph/plan.ts";
import { gradCam, highestScore, saliency } from "../../inspect/attribution.ts";
import { kernelsAt } from "../../inspect/layer-look.ts";
import { lookAtCell } from "../../inspect/microscope.ts";
import { occlusion } from "../../inspect/occlusion.ts";
import { whatIsSaid } from "../../inspect/said.ts";
import { occlusionFields } from "../../inspect/seek-settings.ts";
import { type GreyPicture, type Range, rangeOf, sheetOf, symmetricRange } from "../../inspect/sheet.ts";
import type { CellLook } from "../../protocol.ts";
import { elements, type FloatArray, imageSize, shapeText } from "../../tensor.ts";
import { RunMemory } from "../../training/memory.ts";
import { TroubleError } from "../../trouble.ts";
import { reasonOf, writeWhole } from "../files.ts";
import { readImageFile } from "../image-file.ts";
import { openKernels } from "../kernels.ts";
import { readModelText } from "../project-file.ts";
import { modelWord } from "./evaluate.ts";
import { parseOptions } from "./options.ts";
import { exitCodes, type Subcommand } from "./subcommand.ts";

const optionsSchema = z.object({
  layer: z.string("must name a layer").min(1, "must name a layer"),
  out: z.string("must name a folder").min(1, "must name a folder"),
  class: z.string().optional(),
  at: z
    .string()
    .regex(/^\d+(,\d+){0,2}$/, "must be a map, a row and a column, such as 3,10,12")
    .optional(),
  patch: z.coerce
    .number()
    .int("must be whole")
    .min(1, "must be 1 or more")
    .default(occlusionFields.size.default),
  step: z.coerce
    .number()
    .int("must be whole")
    .min(1, "must be 1 or more")
    .default(occlusionFields.stride.default),
  json: z.boolean().default(false),
});

export const inspectCommand: Subcommand = {
  name: "inspect",
  summary: "write what a layer makes of a picture: maps, kernels, saliency, Grad-CAM and occlusion",
  words: [modelWord, { name: "<image>", help: "a PNG, JPEG, WebP or GIF file" }],
  options: [
    { flags: "--layer <name>", help: "a layer that gives maps, such as a convolution" },
    { flags: "--out <folder>", help: "where the pictures (PNG) and the numbers (JSON) go" },
    { flags: "--class <name>", help: "the class to explain; the predicted one when left out" },
    {
      flags: "--at <map,row,column>",
      help: "how one value of the layer came about: inputs, weights, products and sums; counted from 1",
    },
    { flags: "--patch <pixels>", help: "side of the square that covers the picture, for the occlusion map" },
    { flags: "--step <pixels>", help: "how far that square moves on each time" },
    { flags: "--json", help: "one JSON object with what was written" },
  ],
  async run([modelFile = "", imageFile = ""], typed, terminal) {
    const options = parseOptions(optionsSchema, typed);
    const newKernels = await openKernels();
    const model = openModel(await readModelText(modelFile), newKernels());
    const { preprocessing, classNames, targets, graph, training } = model.file;
    const memory = new RunMemory({
      plan: planNetwork(graph),
      kernels: newKernels(),
      settings: training,
      batch: 1,
      evaluation: 16,
      inspectable: true,
      initialise: false,
    });
    memory.setWeights(model.weights);
    const { plan, train } = memory;
    const node = layerWithMaps(memory, options.layer);
    const inputShape = plan.nodes[plan.input]?.shape ?? [];
    const picture = await readImageFile(imageFile);
    const input = pictureAsSeen(picture, inputShape, model.project.data, preprocessing);
    train.input(1).data.set(input, train.input(1).offset);
    train.forward(1, false);
    const scores = elements(train.output(train.workspace.lossNode, 1)).slice();
    const said = whatIsSaid(plan.loss.answer, model.file, elements(train.prediction(1)), scores.length);
    const maps = elements(train.output(node, 1)).slice();
    const names = targets?.columns.map((column) => column.name) ?? classNames;
    // One output that tells two classes apart is the score of the second.
    const before = said.length - scores.length;
    const name = (index: number) => names[index + before] ?? `Output ${index + 1}`;
    const label = classOf(
      options.class,
      Array.from(scores, (_, index) => name(index)),
      scores,
    );
    const slopes = saliency(memory, input, label);
    const cam = gradCam(memory, input, label, node);
    const kernels = kernelsOf(memory, node);
    const covered = resultOf(occlusion(memory, input, label, { size: options.patch, stride: options.step }));
    const cell = options.at === undefined ? null : cellOf(memory, input, options.layer, options.at);

    const parts: readonly Part[] = [
      partOf("input", inputShape, input, "each"),
      partOf("maps", plan.nodes[node]?.shape ?? [], maps, "each"),
      ...(kernels ? [partOf("kernels", kernels.shape, kernels.values, "around 0")] : []),
      partOf("saliency", planeShape(inputShape), slopes.map, "from 0"),
      partOf("grad-cam", [1, cam.height, cam.width], cam.map, "from 0"),
      partOf("occlusion", [1, covered.height, covered.width], covered.drops, "each"),
    ];
    await makeFolder(options.out);
    const files = parts.map(({ name: part }) => `${part}.png`);
    for (const [index, { picture }] of parts.entries())
      await writeWhole(
        path.join(options.out, files[index] ?? ""),
        encode({ ...picture, channels: 1, depth: 8 }),
      );
    const numbers = {
      layer: options.layer,
      class: name(label),
      scores: Array.from(scores, (score, index) => ({
        class: name(index),
        score,
        answer: said[index + before],
      })),
      ...Object.fromEntries(
        parts.map(({ name: part, shape, values, ranges }) => [
          part,
          {
            shape,
            black: ranges.map(({ low }) => low),
            white: ranges.map(({ high }) => high),
            values: [...values],
          },
        ]),
      ),
      inputGradient: { shape: inputShape, values: [...slopes.gradient] },
      mapWeights: [...cam.weights],
      ...(cell ? { microscope: plain(cell) } : {}),
    };
    await writeWhole(path.join(options.out, "inspect.json"), `${JSON.stringify(numbers)}\n`);
    files.push("inspect.json");
    if (options.json)
      terminal.json({ event: "done", class: name(label), layer: options.layer, folder: options.out, files });
    else terminal.line(`${name(label)}, ${options.layer}: ${files.join(", ")} written to ${options.out}`);
    return exitCodes.done;
  },
};

/** One picture and its numbers. */
interface Part {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: FloatArray;
  /** What is drawn black and white: one range for all planes, or one for each. */
  readonly ranges: readonly Range[];
  readonly picture: GreyPicture;
}

/** Planes of the last two sizes; kernels lie in rows of one filter each, other planes eight in a row. */
function partOf(
  name: string,
  shape: readonly number[],
  values: FloatArray,
  scale: "each" | "around 0" | "from 0",
): Part {
  const [height = 1, width = 1] = shape.slice(-2);
  const count = values.length / (height * width);
  const plane = height * width;
  const ranges: readonly Range[] =
    scale === "each"
      ? Array.from({ length: count }, (_, index) => rangeOf(values, index * plane, plane))
      : [scale === "around 0" ? symmetricRange(values) : { low: 0, high: rangeOf(values).high }];
  const columns = shape.length === 4 && shape[1] !== 1 ? (shape[1] ?? 1) : 8;
  const none = { low: 0, high: 0 };
  const picture = sheetOf(
    values,
    { count, height, width },
    columns,
    (index) => ranges[index] ?? ranges[0] ?? none,
  );
  return { name, shape, values, ranges, picture };
}

function planeShape(shape: readonly number[]): readonly number[] {
  return [1, ...shape.slice(-2)];
}

function layerWithMaps({ plan }: RunMemory, wanted: string): number {
  const withMaps = plan.nodes.filter(({ shape }) => imageSize(shape)).map(({ name }) => name);
  const node = plan.nodes.findIndex(({ name }) => name === wanted);
  if (node >= 0 && withMaps.includes(wanted)) return node;
  throw new TroubleError({
    title: node < 0 ? `There is no layer called ${wanted}` : `${wanted} gives no maps`,
    reason: node < 0 ? "The model has no layer of that name." : "Its output is a row of numbers.",
    next: withMaps.length > 0 ? `Choose one of: ${withMaps.join(", ")}.` : "Use a model that takes pictures.",
  });
}

function classOf(wanted: string | undefined, names: readonly string[], scores: FloatArray): number {
  if (wanted === undefined) return highestScore(scores);
  const label = names.indexOf(wanted);
  if (label >= 0) return label;
  throw new TroubleError({
    title: `There is no class called ${wanted}`,
    reason: "The model was not trained on such a class.",
    next: `Choose one of: ${names.join(", ")}.`,
  });
}

/** How the value at a place came about. @throws TroubleError when the layer has no such place. */
function cellOf(memory: RunMemory, input: FloatArray, layer: string, place: string): CellLook {
  const { plan, probe } = memory;
  const planned = plan.nodes.find(({ name }) => name === layer);
  probe.input(1).data.set(input, probe.input(1).offset);
  probe.forward(1, false);
  const at = place.split(",").map((number) => Number(number) - 1);
  const cell = planned ? lookAtCell(memory, planned.id, at) : null;
  if (cell) return cell;
  throw new TroubleError({
    title: `${layer} has no place ${place}`,
    reason: `It gives ${shapeText(planned?.shape ?? [])}, and places count from 1.`,
    next: "Name a map, a row and a column within that.",
  });
}

/** Typed arrays as the lists that JSON has. */
function plain(cell: CellLook): object {
  const { sum, ...rest } = cell;
  const lists = Object.entries(sum ?? {}).map(([name, value]) => [
    name,
    ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value,
  ]);
  return { ...rest, sum: sum && Object.fromEntries(lists) };
}

/** Runs work to its end, where nobody waits for a window. */
function resultOf<Result>(work: Generator<unknown, Result, void>): Result {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

function kernelsOf({ plan, weights }: RunMemory, node: number) {
  const weight = weights[kernelsAt(plan, plan.nodes[node]?.id ?? "")];
  return weight ? { shape: weight.shape, values: elements(weight).slice() } : null;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new TroubleError(
      {
        title: `The folder ${folder} could not be made`,
        reason: reasonOf(error),
        next: "Choose another folder.",
      },
      { cause: error },
    );
  }
}
