import type { AnyFieldValues, Fields } from "../layers/fields.ts";
import { cos, sin } from "../math.ts";
import { recordNamed } from "../named.ts";
import type { Random } from "../random.ts";
import type { FloatArray, ImageSize } from "../tensor.ts";
import { exactNumber } from "../words/numbers.ts";
import { say, translate } from "../words/say.ts";

/**
 * From a place in the new picture to the place in the old one that is seen there, both in pixels from the middle, to
 * the right and downwards: x' = a x + b y + c, y' = d x + e y + f, as [a, b, c, d, e, f].
 */
export type Move = readonly [number, number, number, number, number, number];

/** The values of one example, as the network sees them. */
export interface ExampleValues {
  readonly values: FloatArray;
  readonly offset: number;
  /** Null where it is no picture. */
  readonly size: ImageSize | null;
  /** How many values there are. */
  readonly count: number;
}

/** A way to change training examples at random, another time in every epoch. */
export interface Augmentation<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly summary: string;
  readonly fields: Fields;
  /** Whether it makes sense for pictures alone. */
  readonly needsPictures: boolean;
  /** The settings in a few words: `up to 10°`. */
  caption(settings: AnyFieldValues): string;
  /** How it moves a picture; the moves of all are put together, so that a picture is sampled once. */
  move?(settings: AnyFieldValues, random: Random): Move;
  /** Changes the values in place, after all moves. */
  change?(settings: AnyFieldValues, random: Random, example: ExampleValues): void;
}

/** Nothing is moved. */
export const stay: Move = [1, 0, 0, 0, 1, 0];

function number(settings: AnyFieldValues, name: string): number {
  return Number(settings[name]);
}

/** A whole number from minus to plus a limit. */
function wholeWithin(random: Random, limit: number): number {
  return random.integerBelow(2 * limit + 1) - limit;
}

const flip: Augmentation<"flip"> = {
  name: "flip",
  title: "Flip",
  summary:
    "Half of the pictures are mirrored. Not for letters and digits, which mean something else mirrored.",
  needsPictures: true,
  fields: {
    across: { type: "toggle", label: "Left and right", default: true, help: "Left becomes right." },
    over: { type: "toggle", label: "Upside down", default: false, help: "Top becomes bottom." },
  },
  caption: ({ across, over }) =>
    [
      ...(across === true ? [say("left and right")] : []),
      ...(over === true ? [say("upside down")] : []),
    ].join(", ") || say("not at all"),
  move({ across, over }, random) {
    const [x, y] = [random.uniform() < 0.5, random.uniform() < 0.5];
    return [across === true && x ? -1 : 1, 0, 0, 0, over === true && y ? -1 : 1, 0];
  },
};

const rotate: Augmentation<"rotate"> = {
  name: "rotate",
  title: "Rotate",
  summary: "Every picture is turned about its middle by an angle drawn evenly up to this, either way.",
  needsPictures: true,
  fields: {
    degrees: {
      type: "number",
      label: "Up to",
      unit: "°",
      minimum: 0,
      maximum: 180,
      step: 1,
      default: 10,
      help: "The largest angle, in degrees.",
    },
  },
  caption: ({ degrees }) => say("up to {degrees}°", { degrees: exactNumber(Number(degrees)) }),
  move(settings, random) {
    const most = (number(settings, "degrees") * Math.PI) / 180;
    const angle = random.uniformBetween(-most, most);
    return [cos(angle), sin(angle), 0, -sin(angle), cos(angle), 0];
  },
};

const zoom: Augmentation<"zoom"> = {
  name: "zoom",
  title: "Zoom",
  summary: "Every picture is made larger or smaller about its middle, by a factor drawn evenly up to this.",
  needsPictures: true,
  fields: {
    percent: {
      type: "number",
      label: "Up to",
      unit: "%",
      minimum: 0,
      maximum: 90,
      step: 1,
      default: 10,
      help: "How much larger or smaller, in per cent of the size.",
    },
  },
  caption: ({ percent }) => say("up to {percent} %", { percent: exactNumber(Number(percent)) }),
  move(settings, random) {
    const most = number(settings, "percent") / 100;
    const factor = 1 / random.uniformBetween(1 - most, 1 + most);
    return [factor, 0, 0, 0, factor, 0];
  },
};

const shift: Augmentation<"shift"> = {
  name: "shift",
  title: "Move",
  summary: "Every picture is moved by whole pixels, drawn evenly up to this; black comes in at the border.",
  needsPictures: true,
  fields: {
    pixels: {
      type: "pair",
      label: "Up to",
      unit: "pixels",
      minimum: 0,
      maximum: 255,
      default: [2, 2],
      help: "How far up or down, and how far to the left or right.",
    },
  },
  caption({ pixels }) {
    const [down = 0, right = 0] = Array.isArray(pixels) ? pixels : [];
    return down === right
      ? say("up to {down} pixels", { down })
      : say("up to {down} × {right} pixels", { down, right });
  },
  move({ pixels }, random) {
    const [down = 0, right = 0] = Array.isArray(pixels) ? pixels : [];
    const [y, x] = [wholeWithin(random, down), wholeWithin(random, right)];
    return [1, 0, -x, 0, 1, -y];
  },
};

const noise: Augmentation<"noise"> = {
  name: "noise",
  title: "Noise",
  summary: "To every number that the network sees something is added, drawn from a normal distribution.",
  needsPictures: false,
  fields: {
    deviation: {
      type: "number",
      label: "Standard deviation",
      minimum: 0,
      maximum: 10,
      step: 0.01,
      default: 0.05,
      help: "In what the network sees: pixels go from 0 to 1, the features of a table have a deviation of 1.",
    },
  },
  caption: ({ deviation }) => say("deviation {deviation}", { deviation: exactNumber(Number(deviation)) }),
  change(settings, random, { values, offset, count }) {
    const deviation = number(settings, "deviation");
    if (deviation === 0) return;
    for (let at = offset; at < offset + count; at++)
      values[at] = (values[at] ?? 0) + deviation * random.normal();
  },
};

/** T. DeVries and G. W. Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017. */
const cutOut: Augmentation<"cut-out"> = {
  name: "cut-out",
  title: "Cut-out",
  summary:
    "A square at a random place is painted over with the picture's mean, so that no single part decides alone. Its middle may lie at the border.",
  needsPictures: true,
  fields: {
    side: {
      type: "integer",
      label: "Side",
      unit: "pixels",
      minimum: 1,
      maximum: 255,
      default: 8,
      help: "Of the square.",
    },
  },
  caption: ({ side }) => say("{side} × {side} pixels", { side: exactNumber(Number(side)) }),
  change(settings, random, { values, offset, size }) {
    if (!size) return;
    const { channels, height, width } = size;
    const side = number(settings, "side");
    const top = random.integerBelow(height) - Math.floor(side / 2);
    const left = random.integerBelow(width) - Math.floor(side / 2);
    const rows = [Math.max(0, top), Math.min(height, top + side)] as const;
    const columns = [Math.max(0, left), Math.min(width, left + side)] as const;
    for (let channel = 0; channel < channels; channel++) {
      const start = offset + channel * height * width;
      let sum = 0;
      for (let at = start; at < start + height * width; at++) sum += values[at] ?? 0;
      const mean = sum / (height * width);
      for (let row = rows[0]; row < rows[1]; row++)
        values.fill(mean, start + row * width + columns[0], start + row * width + columns[1]);
    }
  },
};

/** Every augmentation, in the order in which they act: first all moves, then what changes values. */
export const augmentations = [flip, rotate, zoom, shift, noise, cutOut] as const;

export type AugmentationName = (typeof augmentations)[number]["name"];

/** An augmentation with its settings, as saved. */
export interface AugmentationChoice {
  readonly name: AugmentationName;
  readonly settings: AnyFieldValues;
}

/** The record of an augmentation. Throws for a name that no door should have let in. */
export function augmentation(name: AugmentationName): Augmentation<AugmentationName> {
  return recordNamed<Augmentation<AugmentationName>>(augmentations, name, "augmentation");
}

/** What is chosen, in words: `rotate up to 10°, shift up to 2 pixels`. */
export function augmentationWords(choices: readonly AugmentationChoice[]): string {
  return choices
    .map(({ name, settings }) => {
      const { title, caption } = augmentation(name);
      return `${translate(title).toLowerCase()} ${caption(settings)}`;
    })
    .join(", ");
}

/** The move that is seen when a picture is moved by `first` and then by `second`. */
export function movedTwice(first: Move, second: Move): Move {
  const [a, b, c, d, e, f] = first;
  const [g, h, i, j, k, l] = second;
  return [a * g + b * j, a * h + b * k, a * i + b * l + c, d * g + e * j, d * h + e * k, d * i + e * l + f];
}
