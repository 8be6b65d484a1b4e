import type { KeptWeights, Kernels, NoiseKey } from "../kernels/kernels.ts";
import type { Shape, Tensor } from "../tensor.ts";
import { say } from "../words/say.ts";
import type { AnswerName } from "./answers.ts";
import type { AnyFieldValues, Fields, FieldValues } from "./fields.ts";
import { isFrozen, parameterFields } from "./parameter-fields.ts";
import type { Terms } from "./terms.ts";

export const paletteGroups = ["Data", "Spatial", "Vector", "Elementwise", "Merge", "Output"] as const;
export type PaletteGroup = (typeof paletteGroups)[number];

/** The colour of a glyph tile, as in the design's category table. */
export type Category =
  | "structure"
  | "convolution"
  | "pooling"
  | "dense"
  | "activation"
  | "normalise"
  | "merge";

/** A stroke of a 16×16 pictogram: SVG path data, filled or drawn. */
export interface GlyphPath {
  readonly d: string;
  readonly fill?: true;
  readonly strokeWidth?: number;
  readonly opacity?: number;
}

export type InitialiserName =
  | "he"
  | "heNormal"
  | "glorot"
  | "glorotNormal"
  | "lecun"
  | "lecunNormal"
  | "orthogonal"
  | "direction"
  | "normal"
  | "uniform"
  | "zeros"
  | "ones"
  | "classic"
  | "typed"
  | "typedWeights"
  | "quarter";

/** How many numbers meet in one output, and how many outputs one input reaches: what initialisers scale by. */
export interface Fans {
  readonly inputs: number;
  readonly outputs: number;
}

/** One named weight: its shape (null when the settings switch it off) and how it starts. */
export interface WeightRule<F extends Fields, S extends Shape | null = Shape | null> {
  shape(fields: FieldValues<F>, inputs: readonly Shape[]): S;
  initialiser(fields: FieldValues<F>): InitialiserName;
  /** The numbers of an initialiser that takes what a person typed. */
  typed?(fields: FieldValues<F>): readonly number[];
  /** Needed where the shape is not [outputs, inputs, ...kernel], from which they are read otherwise. */
  fans?(fields: FieldValues<F>, inputs: readonly Shape[]): Fans;
  /** Its kernels stand by channel and then by filter: [..., channels, filters, height, width]. Else the filters come first. */
  readonly channelsFirst?: true;
  /**
   * A running statistic: saved and hashed with the weights, written by forward while training, not trained and
   * not counted. Backward never adds to its gradient, so an optimiser step leaves it as it is; one that decays
   * weights must leave it out.
   */
  readonly isStatistic?: true;
  /** What the layer's L1 and L2 penalties are of. */
  readonly isPenalised?: true;
  /** Added to what comes out: it can be told to start spread out. */
  readonly isBias?: true;
}
export type WeightRules<F extends Fields> = Readonly<Record<string, WeightRule<F>>>;

type WeightTensors<W> = {
  readonly [Name in keyof W]: W[Name] extends { shape(...args: never[]): infer S }
    ? null extends S
      ? Tensor | null
      : Tensor
    : never;
};

/** A token of the written-out parameter count, such as `16 filters × ( 9 kernel + 1 bias )`. */
export type CountToken = { readonly value: number; readonly label: string } | "×" | "+" | "(" | ")";

export interface Cost {
  /** Floating-point operations of one forward pass for one sample; a multiply-add counts as two. */
  readonly flops: number;
  /** Bytes of float32 read and written by one forward pass for one sample, weights included. */
  readonly bytes: number;
}

/** What a layer can propose as a remedy, in terms of itself; the graph turns it into an edit. */
export type LayerFix = { readonly label: string; readonly detail?: string } & (
  | { readonly action: "set-fields"; readonly values: AnyFieldValues }
  | {
      readonly action: "insert-before";
      readonly input: number;
      readonly kind: string;
      readonly values: AnyFieldValues;
    }
  | { readonly action: "disconnect"; readonly input: number }
);

/** Why a layer cannot give an output shape: cause, the shapes concerned, the formula with numbers, remedies. */
export interface ShapeProblem {
  readonly problem: string;
  readonly title: string;
  readonly explanation: string;
  /** The setting that causes it, outlined in the form. */
  readonly field?: string;
  readonly shapes?: readonly { readonly shape: Shape; readonly label: string; readonly wrong: boolean }[];
  /** TeX, filled in with the user's numbers. */
  readonly formula?: string;
  /** True when two inputs disagree, so that a change further up may be the better fix. */
  readonly inputsDiffer?: boolean;
  readonly fixes: readonly LayerFix[];
}

/** TeX of a shape, such as `16 \times 14 \times 14`. */
export function shapeFormula(shape: Shape): string {
  return shape.join(String.raw` \times `);
}

export function isProblem(result: object): result is ShapeProblem {
  return "problem" in result;
}

export interface ForwardStep<F extends Fields, W, Saved extends string = string> {
  readonly kernels: Kernels;
  readonly fields: FieldValues<F>;
  readonly inputs: readonly [Tensor, ...Tensor[]];
  readonly output: Tensor;
  readonly weights: WeightTensors<W>;
  /** Kept from forward to backward: what `saves` names with the batch as first axis, `savesOnce` without. */
  readonly saved: Readonly<Record<Saved, Tensor>>;
  readonly scratch: Tensor;
  /** What the layer keeps of its weights: see `keeps`. */
  readonly kept?: KeptWeights | null;
  readonly training: boolean;
  readonly noise: NoiseKey;
  /** A ReLU before has passed its input on: what arrives is to be taken as max(0, x). See `takesRectified`. */
  readonly rectify?: boolean;
  /** A ReLU behind has left its work to this layer: what it gives is to be max(0, y). See `givesRectified`. */
  readonly rectifyOutput?: boolean;
}

export interface BackwardStep<F extends Fields, W, Saved extends string = string>
  extends ForwardStep<F, W, Saved> {
  readonly gradOutput: Tensor;
  /** Null where nobody needs the gradient of that input. */
  readonly gradInputs: readonly [Tensor | null, ...(Tensor | null)[]];
  /** Added to, never overwritten. */
  readonly gradWeights: WeightTensors<W>;
}

/** A layer kind is this one record; palette, form, checks, engine, help and exports are functions of it. */
export interface LayerKind<
  Kind extends string = string,
  F extends Fields = Fields,
  W extends WeightRules<F> = WeightRules<F>,
  Saved extends string = string,
> {
  readonly kind: Kind;
  readonly title: string;
  /** Nodes are called after it: `Conv 1`, `Conv 2`. */
  readonly shortName: string;
  /** The key that adds it while the canvas has focus: "c", or "shift a". */
  readonly shortcut?: string;
  readonly group: PaletteGroup;
  readonly category: Category;
  readonly glyph: readonly GlyphPath[];
  /** Card: has weights or maps. Bead: one line. End: the network's input or output. */
  readonly appearance: "card" | "bead" | "end";
  /** One or two sentences: what it does and why one uses it. */
  readonly summary: string;
  /** TeX of what it computes; \fwd{...} and \bwd{...} mark the two inks. */
  formula(fields: FieldValues<F>): string;
  /** The line of settings on the node. */
  caption(fields: FieldValues<F>): string;
  /** The name on a bead, where the setting says more than the title. */
  beadName?(fields: FieldValues<F>): string;
  readonly inputs: { readonly minimum: number; readonly maximum: number };
  /** False for Output: nothing follows it. */
  readonly hasOutput: boolean;
  readonly fields: F;
  /** Never throws: a wrong combination is a ShapeProblem. Called with at least `inputs.minimum` shapes. */
  outputShape(fields: FieldValues<F>, inputs: readonly Shape[]): Shape | ShapeProblem;
  /** Settings that would keep rows and columns of the input as they are; null when they are set already. */
  keepSize?(fields: FieldValues<F>): AnyFieldValues | null;
  /** The field that says how many units or channels come out, so that a fix can set it. */
  readonly outputCount?: Extract<keyof F, string>;
  readonly weights: W;
  /** The parameter count as a person would write it; empty without weights. */
  countParameters(fields: FieldValues<F>, inputs: readonly Shape[]): readonly CountToken[];
  cost(fields: FieldValues<F>, inputs: readonly Shape[], output: Shape): Cost;
  /** Per-sample shapes of what forward keeps for backward. */
  saves?(fields: FieldValues<F>, inputs: readonly Shape[], output: Shape): Readonly<Record<Saved, Shape>>;
  /** The same for what forward keeps once for the whole batch. */
  savesOnce?(fields: FieldValues<F>, inputs: readonly Shape[], output: Shape): Readonly<Record<Saved, Shape>>;
  /** Elements of scratch memory, shared by all layers, for one call at this batch size. */
  scratch?(kernels: Kernels, fields: FieldValues<F>, inputs: readonly Shape[], batch: number): number;
  /** Elements of what its forward makes of the weights and need not make again until they change. */
  keeps?(kernels: Kernels, fields: FieldValues<F>, inputs: readonly Shape[]): number;
  /** What backward reads, so that the plan keeps exactly that alive. */
  readonly backwardReads: { readonly inputs: boolean; readonly output: boolean };
  /** The output is the input's memory under another shape: neither forward nor backward move a number. */
  readonly isView?: true;
  /** Whether it gives max(0, x). */
  rectifies?(fields: FieldValues<F>): boolean;
  /** Does what a ReLU before it would, where nobody else reads that: in one pass over the numbers instead of two. */
  readonly takesRectified?: true;
  /**
   * Does what a ReLU behind it would, where that alone reads it: forward and backward are told by `rectifyOutput`, and
   * `gradOutput` is the ReLU's then.
   */
  readonly givesRectified?: { readonly backwardReadsOutput: boolean };
  /** Behaves differently while training (dropout). */
  readonly isStochastic?: true;
  /**
   * The answer function that its output has gone through: a loss that has the same would apply it twice, and one
   * may reach through softmax to the logits.
   */
  gives?(fields: FieldValues<F>): AnswerName;
  /** Whether a unit may give 0 whatever comes in, and learn nothing any more: where the curve is flat at 0. */
  canDie?(fields: FieldValues<F>): boolean;
  /** What goes into the output value at [channel, row, column], or [number]; left out where each sees its own place alone. */
  terms?(fields: FieldValues<F>, input: Shape, at: readonly number[]): Terms;
  /** The rows (axis 1) or columns (axis 2) of the input that one of the output sees, where `terms` do not tell. */
  sees?(fields: FieldValues<F>, input: Shape, axis: 1 | 2, place: number): readonly number[];
  forward(step: ForwardStep<F, W, Saved>): void;
  backward(step: BackwardStep<F, W, Saved>): void;
  /** Configurations that the tests loop over; the first one is the example shown in the help. */
  readonly examples: readonly {
    readonly fields: Partial<FieldValues<F>>;
    readonly inputs: readonly Shape[];
  }[];
}

/** Checks a record, infers its types, and adds the settings that all layers with weights have. */
export function defineLayer<
  const Kind extends string,
  const F extends Fields,
  W extends WeightRules<F>,
  Saved extends string = never,
>(record: LayerKind<Kind, F, W, Saved>): LayerKind<Kind, F, W, Saved> {
  const { caption } = record;
  return {
    ...record,
    fields: { ...record.fields, ...parameterFields(record.weights) },
    caption: (fields) =>
      isFrozen(fields) ? say("Frozen: {caption}", { caption: caption(fields) }) : caption(fields),
  };
}
