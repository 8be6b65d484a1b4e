import type { OcclusionMap } from "../protocol.ts";
import { elements, type ImageSize, imageSize } from "../tensor.ts";
import type { RunMemory } from "../training/memory.ts";
import { highestScore } from "./attribution.ts";
import type { SeekProgress } from "./seek.ts";
import type { OcclusionSettings } from "./seek-settings.ts";

/**
 * How much a score falls when a square of the input is painted over with the mean of its channel, at each cell the mean
 * over all squares that cover it (M. D. Zeiler and R. Fergus, "Visualizing and Understanding Convolutional Networks",
 * 2014, section 4.2).
 * @param input one example as the network sees it, an image.
 * @throws RangeError when the input is no image, or there is no such score.
 */
export function* occlusion(
  memory: RunMemory,
  input: ArrayLike<number>,
  label: number | null,
  { size, stride }: OcclusionSettings,
): Generator<SeekProgress, OcclusionMap, void> {
  const { plan, evaluation, evaluationBatch, train } = memory;
  const image = imageSize(plan.nodes[plan.input]?.shape ?? []);
  if (!image) throw new RangeError("Only a picture can be painted over.");
  const { channels, height, width } = image;
  const scoresOf = (count: number): Float32Array => {
    let found = new Float32Array();
    memory.look("evaluation", count, (index, output) => {
      if (index === train.workspace.lossNode) found = Float32Array.from(elements(output));
    });
    return found;
  };
  const place = evaluation.input(1);
  place.data.set(input, place.offset);
  const scores = scoresOf(1);
  const chosen = label ?? highestScore(scores);
  const score = scores[chosen];
  if (score === undefined)
    throw new RangeError(`The network has ${scores.length} scores; there is no number ${chosen}.`);
  const means = channelMeans(input, image);
  const corners = stops(height, size, Math.min(stride, size)).flatMap((top) =>
    stops(width, size, Math.min(stride, size)).map((left) => ({ top, left })),
  );
  const [drops, covers] = [new Float64Array(height * width), new Uint32Array(height * width)];
  for (let start = 0; start < corners.length; start += evaluationBatch) {
    const batch = corners.slice(start, start + evaluationBatch);
    const into = evaluation.input(batch.length);
    batch.forEach(({ top, left }, row) => {
      const offset = into.offset + row * channels * height * width;
      into.data.set(input, offset);
      for (let channel = 0; channel < channels; channel++)
        for (let y = top; y < Math.min(height, top + size); y++) {
          const line = offset + (channel * height + y) * width;
          into.data.fill(means[channel] ?? 0, line + left, line + Math.min(width, left + size));
        }
    });
    const found = scoresOf(batch.length);
    batch.forEach(({ top, left }, row) => {
      const drop = score - (found[row * scores.length + chosen] ?? Number.NaN);
      for (let y = top; y < Math.min(height, top + size); y++)
        for (let x = left; x < Math.min(width, left + size); x++) {
          drops[y * width + x] = (drops[y * width + x] ?? 0) + drop;
          covers[y * width + x] = (covers[y * width + x] ?? 0) + 1;
        }
    });
    yield { done: start + batch.length, total: corners.length };
  }
  return {
    label: chosen,
    score,
    height,
    width,
    drops: Float32Array.from(drops, (sum, cell) => sum / Math.max(1, covers[cell] ?? 0)),
  };
}

function channelMeans(input: ArrayLike<number>, { channels, height, width }: ImageSize): readonly number[] {
  return Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let cell = 0; cell < height * width; cell++) sum += input[channel * height * width + cell] ?? 0;
    return sum / (height * width);
  });
}

/** Where a patch stands along a line: every `stride` from the beginning, and once at the end, so that all is covered. */
function stops(length: number, size: number, stride: number): readonly number[] {
  const last = Math.max(0, length - size);
  const found = Array.from({ length: Math.floor(last / stride) + 1 }, (_, index) => index * stride);
  return found.at(-1) === last ? found : [...found, last];
}
