import { z } from "zod";
import type { AnyFieldValues, Fields } from "../layers/fields.ts";
import { cos } from "../math/trigonometry.ts";
import { pow } from "../math.ts";
import { recordNamed } from "../named.ts";

export const plateauSchema = z
  .strictObject({
    /** The lowest loss so far, and the epochs since without a lower one. */
    best: z.number(),
    waited: z.int().min(0),
    /** On the learning rate, from now on. */
    factor: z.number(),
  })
  .readonly();

/** What a schedule that answers to the loss remembers. */
export type Plateau = z.infer<typeof plateauSchema>;

/** How the learning rate changes in the course of a run, as a factor on the one that the optimiser is set to. */
export interface Schedule<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly summary: string;
  /** TeX of the factor f on the learning rate, t being the epochs that have gone by. */
  readonly formula: string;
  readonly fields: Fields;
  /**
   * The factor at a moment, at least 0. `epochs` counts the epochs gone by, with their fraction: 1.5 in the
   * middle of the second. It depends on nothing else but the plateau that `after` made of the losses, so a run that is
   * extended goes on as if it had been longer from the start.
   */
  factor(settings: AnyFieldValues, epochs: number, plateau: Plateau | null): number;
  /** What to remember after an epoch with this loss on the validation examples; only where losses count. */
  after?(settings: AnyFieldValues, plateau: Plateau | null, loss: number): Plateau;
}

function epochsField(label: string, value: number, help: string) {
  return { type: "integer", label, minimum: 1, maximum: 100_000, default: value, help } as const;
}

function shareField(label: string, value: number, help: string) {
  return { type: "number", label, minimum: 0, maximum: 1, step: 0.1, default: value, help } as const;
}

/** From 1 down to 0 along half a cosine while `share` goes from 0 to 1. */
function halfCosine(share: number): number {
  return (1 + cos(Math.PI * Math.min(1, Math.max(0, share)))) / 2;
}

const constant: Schedule<"constant"> = {
  name: "constant",
  title: "Constant",
  summary: "The learning rate stays as it is set.",
  formula: "f = 1",
  fields: {},
  factor: () => 1,
};

/** PyTorch's StepLR. */
const step: Schedule<"step"> = {
  name: "step",
  title: "Steps",
  summary: "Lowers the learning rate at once after every few epochs: coarse steps first, finer ones later.",
  formula: String.raw`f = g^{\lfloor t / n \rfloor}`,
  fields: {
    every: epochsField("Every (epochs)", 10, "How many epochs each step of the schedule lasts."),
    factor: shareField("Times", 0.1, "What the learning rate is multiplied by after each step."),
  },
  factor: ({ every, factor }, epochs) => pow(Number(factor), Math.floor(epochs / Number(every))),
};

/** PyTorch's ExponentialLR: once an epoch. */
const exponential: Schedule<"exponential"> = {
  name: "exponential",
  title: "Exponential",
  summary: "Multiplies the learning rate by the same number after each epoch.",
  formula: String.raw`f = g^{\lfloor t \rfloor}`,
  fields: {
    factor: shareField("Times, each epoch", 0.9, "What the learning rate is multiplied by after each epoch."),
  },
  factor: ({ factor }, epochs) => pow(Number(factor), Math.floor(epochs)),
};

/** Cosine annealing without restarts (Loshchilov and Hutter, 2017), after every batch. */
const cosine: Schedule<"cosine"> = {
  name: "cosine",
  title: "Cosine",
  summary: "Falls slowly at first, then faster, and settles gently at the end of its epochs. It stays there.",
  formula: String.raw`f = m + \tfrac{1}{2} (1 - m) \left(1 + \cos \tfrac{\pi t}{T}\right)`,
  fields: {
    over: epochsField("Over (epochs)", 5, "After so many epochs the lowest rate is reached."),
    lowest: shareField("Lowest share", 0, "The share of the learning rate that is left at the end."),
  },
  factor({ over, lowest }, epochs) {
    const least = Number(lowest);
    return least + (1 - least) * halfCosine(epochs / Number(over));
  },
};

/** The one-cycle policy (Smith and Topin, 2018), with cosine flanks as in PyTorch's OneCycleLR. */
const oneCycle: Schedule<"oneCycle"> = {
  name: "oneCycle",
  title: "One cycle",
  summary:
    "Rises from a twenty-fifth to the full learning rate, then falls almost to zero. Often allows a higher rate than a constant one.",
  formula: String.raw`\begin{aligned} f &= \begin{cases} \tfrac{1}{25} + \tfrac{24}{25}\, c(1 - \tfrac{t}{pT}) & t < pT \\ \varepsilon + (1 - \varepsilon)\, c(\tfrac{t - pT}{T - pT}) & \text{else} \end{cases} \\ c(s) &= \tfrac{1}{2}(1 + \cos \pi s), \quad \varepsilon = 10^{-4} \end{aligned}`,
  fields: {
    over: epochsField("Over (epochs)", 5, "How many epochs the cycle lasts."),
    rise: shareField("Rising share", 0.3, "The share of the cycle in which the rate rises."),
  },
  factor({ over, rise }, epochs) {
    const length = Number(over);
    const top = Number(rise) * length;
    if (epochs < top) return 1 / 25 + (24 / 25) * halfCosine(1 - epochs / top);
    // A cycle that only rises has nothing left to fall along: it ends at the bottom.
    const fallen = top < length ? (epochs - top) / (length - top) : 1;
    return 1e-4 + (1 - 1e-4) * halfCosine(fallen);
  },
};

/** A linear rise, as in Goyal et al. (2017). */
const warmUp: Schedule<"warmUp"> = {
  name: "warmUp",
  title: "Warm-up",
  summary: "Rises evenly to the full learning rate and stays there: spares the first, wild steps.",
  formula: String.raw`f = \min\left(1,\; s + (1 - s) \tfrac{t}{n}\right)`,
  fields: {
    over: epochsField("Over (epochs)", 1, "After so many epochs the full rate is reached."),
    start: shareField("First share", 0.1, "The share of the learning rate that the run begins with."),
  },
  factor({ over, start }, epochs) {
    const first = Number(start);
    return Math.min(1, first + (1 - first) * (epochs / Number(over)));
  },
};

/** PyTorch's ReduceLROnPlateau with its relative threshold of 1e-4. */
const plateau: Schedule<"plateau"> = {
  name: "plateau",
  title: "On a plateau",
  summary: "Lowers the learning rate whenever the validation loss has not become lower for some epochs.",
  formula: String.raw`f \leftarrow g f \quad \text{after } n + 1 \text{ epochs without a lower } E_{val}`,
  fields: {
    patience: {
      type: "integer",
      label: "Patience (epochs)",
      minimum: 0,
      maximum: 100_000,
      default: 5,
      help: "So many epochs in a row may bring no lower loss; one more lowers the rate.",
    },
    factor: shareField("Times", 0.1, "What the learning rate is multiplied by then."),
    lowest: shareField("Lowest share", 0, "The share of the learning rate that it never falls below."),
  },
  factor: (_settings, _epochs, plateau) => plateau?.factor ?? 1,
  after({ patience, factor, lowest }, plateau, loss) {
    if (!plateau) return { best: loss, waited: 0, factor: 1 };
    if (loss < plateau.best * (1 - 1e-4)) return { ...plateau, best: loss, waited: 0 };
    const waited = plateau.waited + 1;
    if (waited <= Number(patience)) return { ...plateau, waited };
    return { ...plateau, waited: 0, factor: Math.max(plateau.factor * Number(factor), Number(lowest)) };
  },
};

/** Every schedule, in the order in which the form offers them. */
export const schedules = [constant, step, exponential, cosine, oneCycle, warmUp, plateau] as const;

export type ScheduleName = (typeof schedules)[number]["name"];

/** A schedule with its settings, as saved. */
export interface ScheduleChoice {
  readonly name: ScheduleName;
  readonly settings: AnyFieldValues;
}

/** The record of a schedule. Throws for a name that no door should have let in. */
export function schedule(name: ScheduleName): Schedule<ScheduleName> {
  return recordNamed<Schedule<ScheduleName>>(schedules, name, "schedule");
}
