import type { Dataset } from "../data/dataset.ts";
import { Random } from "../random.ts";
import { type FloatArray, type ImageSize, imageSize, sizeOf } from "../tensor.ts";
import {
  type Augmentation,
  type AugmentationChoice,
  augmentations,
  type Move,
  movedTwice,
  stay,
} from "./augmentations.ts";

/** The random stream that augmentations draw from. */
const AUGMENT_STREAM = 0xa06;

interface Chosen {
  readonly record: Augmentation;
  readonly settings: AugmentationChoice["settings"];
  /** Its place in the list of all: every augmentation draws for itself, whatever others are chosen. */
  readonly place: number;
}

/**
 * Changes training examples at random. What becomes of an example depends on the run's seed, the epoch and the number
 * of the example alone: not on its batch, on threads or on pauses.
 */
export class Augmenter {
  private readonly chosen: readonly Chosen[];
  private readonly size: ImageSize | null;
  private readonly count: number;
  private readonly before: Float32Array;
  private readonly black: readonly number[];
  private readonly seed: number;

  /** @param choices those that need pictures do nothing to other data. */
  constructor(
    dataset: Pick<Dataset, "inputShape" | "preprocessing">,
    choices: readonly AugmentationChoice[],
    seed: number,
  ) {
    this.seed = seed;
    this.size = imageSize(dataset.inputShape);
    this.count = sizeOf(dataset.inputShape);
    this.chosen = augmentations.flatMap((record: Augmentation, place) => {
      const choice = choices.find(({ name }) => name === record.name);
      const acts = choice && (this.size !== null || !record.needsPictures);
      return acts ? [{ record, settings: choice.settings, place }] : [];
    });
    this.before = new Float32Array(this.count);
    const { offset, channels } = dataset.preprocessing;
    // What the network sees of a pixel that is 0.
    this.black = Array.from(
      { length: this.size?.channels ?? 0 },
      (_, channel) => channels?.[channel]?.offset ?? offset,
    );
  }

  /**
   * Changes `count` examples in place, one after another from `offset` on.
   * @param indices their numbers in the data set, from `start` on.
   */
  apply(
    values: FloatArray,
    offset: number,
    indices: Uint32Array,
    start: number,
    count: number,
    epoch: number,
  ): void {
    for (let position = 0; position < count; position++)
      this.change(values, offset + position * this.count, indices[start + position] ?? 0, epoch);
  }

  private change(values: FloatArray, offset: number, example: number, epoch: number): void {
    const { size, count } = this;
    const draws = ({ place }: Chosen) => Random.fromSeed(this.seed, AUGMENT_STREAM, epoch, example, place);
    let move = stay;
    for (const each of this.chosen)
      if (each.record.move) move = movedTwice(move, each.record.move(each.settings, draws(each)));
    if (size && move.some((part, index) => part !== stay[index])) {
      this.before.set(values.subarray(offset, offset + count));
      for (let channel = 0; channel < size.channels; channel++) {
        const plane = { height: size.height, width: size.width, at: channel * size.height * size.width };
        samplePlane(this.before, plane, move, this.black[channel] ?? 0, values, offset + plane.at);
      }
    }
    for (const each of this.chosen)
      each.record.change?.(each.settings, draws(each), { values, offset, size, count });
  }
}

/**
 * A plane of a picture as it is seen after a move, by bilinear interpolation between the four pixels around a place;
 * beyond the border lies `outside`.
 */
function samplePlane(
  from: Float32Array,
  { height, width, at }: { readonly height: number; readonly width: number; readonly at: number },
  [a, b, c, d, e, f]: Move,
  outside: number,
  into: FloatArray,
  start: number,
): void {
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const pixel = (row: number, column: number) =>
    row < 0 || row >= height || column < 0 || column >= width
      ? outside
      : (from[at + row * width + column] ?? 0);
  for (let row = 0; row < height; row++) {
    const y = row - middleY;
    for (let column = 0; column < width; column++) {
      const x = column - middleX;
      const sourceX = a * x + b * y + c + middleX;
      const sourceY = d * x + e * y + f + middleY;
      const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
      const [shareX, shareY] = [sourceX - left, sourceY - top];
      const upper = pixel(top, left) * (1 - shareX) + pixel(top, left + 1) * shareX;
      const lower = pixel(top + 1, left) * (1 - shareX) + pixel(top + 1, left + 1) * shareX;
      into[start + row * width + column] = upper * (1 - shareY) + lower * shareY;
    }
  }
}
