import { gather } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { cellCentres, type PlaneSquare, squareAround } from "../data/plane.ts";
import type { NodeField, PlaneFields } from "../protocol.ts";
import { elements } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { saidWidth, whatIsSaid } from "./said.ts";

/** Cells along one side of the field of the answers, the fewest last; a neuron's has every third of them. */
const cellCounts = [60, 30, 15] as const;
const every = 3;
/** So many weights times points are worked through at once at the most, unless the network is very large. */
const mostWork = 2e8;
/** More neurons of one layer are not shown. */
const mostNeurons = 64;

const squares = new WeakMap<Dataset, PlaneSquare>();

/** The square around all examples of a set of points, as the network sees them; null for any other set. */
export function squareOf(dataset: Dataset): PlaneSquare | null {
  const { inputShape, labels } = dataset;
  if (inputShape.length !== 1 || inputShape[0] !== 2 || labels.length === 0) return null;
  const known = squares.get(dataset);
  if (known) return known;
  const all = Uint32Array.from(labels, (_, index) => index);
  const coordinates = new Float32Array(2 * all.length);
  gather(dataset, all, 0, all.length, coordinates, 0, new Uint8Array(all.length));
  const square = squareAround(coordinates);
  squares.set(dataset, square);
  return square;
}

/**
 * What every neuron, and the network as a whole, gives for a grid of points over a square of the plane, with
 * the weights as they are. Runs in the evaluation's workspace, on all threads: only between two batches. The
 * arrays are fresh, and weights, gradients and the trainer's place stay untouched.
 */
export function takeFields(memory: RunMemory, dataset: Dataset, square: PlaneSquare): PlaneFields {
  const { plan, evaluation, evaluationBatch } = memory;
  const answerCells = cellsFor(plan.parameterCount);
  const neuronCells = answerCells / every;
  const points = cellCentres(square, answerCells);
  const total = answerCells * answerCells;
  const shown = plan.nodes.map(({ shape }, index) =>
    shape.length === 1 && index !== plan.input && index !== plan.output
      ? Math.min(mostNeurons, shape[0] ?? 0)
      : 0,
  );
  const values = shown.map((neurons) => new Float32Array(neurons * neuronCells * neuronCells));
  const classes = saidWidth(dataset, evaluation.prediction(1).size);
  const answers = new Float32Array(classes * total);
  for (let start = 0; start < total; start += evaluationBatch) {
    const count = Math.min(evaluationBatch, total - start);
    const input = evaluation.input(count);
    input.data.set(points.subarray(2 * start, 2 * (start + count)), input.offset);
    memory.look("evaluation", count, (index, output) => {
      const width = output.size / count;
      const given = elements(output);
      if (index === plan.output) {
        const said = whatIsSaid(plan.loss.answer, dataset, given, width);
        for (let row = 0; row < count; row++)
          for (let label = 0; label < classes; label++)
            answers[label * total + start + row] = said[row * classes + label] ?? Number.NaN;
      }
      const neurons = shown[index] ?? 0;
      const field = values[index];
      if (!field || neurons === 0) return;
      for (let row = 0; row < count; row++) {
        const cell = neuronCell(start + row, answerCells);
        if (cell < 0) continue;
        for (let neuron = 0; neuron < neurons; neuron++)
          field[neuron * neuronCells * neuronCells + cell] = given[row * width + neuron] ?? Number.NaN;
      }
    });
  }
  return {
    square,
    cells: answerCells,
    neuronCells,
    nodes: plan.nodes.flatMap(({ id, shape }, index): NodeField[] => {
      const field = values[index];
      return field && field.length > 0 ? [{ node: id, neurons: shape[0] ?? 0, values: field }] : [];
    }),
    answers,
  };
}

/** A large network draws coarser fields, so that no single picture holds the run up. */
export function cellsFor(parameters: number): number {
  return cellCounts.find((cells) => cells * cells * parameters <= mostWork) ?? cellCounts[2];
}

/** The cell of the neurons' grid whose middle this cell of the finer grid is; -1 for the cells between. */
function neuronCell(cell: number, answerCells: number): number {
  const row = Math.floor(cell / answerCells);
  const column = cell % answerCells;
  if (row % every !== 1 || column % every !== 1) return -1;
  return (Math.floor(row / every) * answerCells) / every + Math.floor(column / every);
}
