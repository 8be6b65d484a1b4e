import type { Kernels } from "../kernels/kernels.ts";
import type { Penalty } from "../layers/parameter-fields.ts";
import type { Tensor } from "../tensor.ts";

interface Term {
  readonly weight: Tensor;
  readonly gradient: Tensor;
  readonly penalty: Penalty;
}

/** The L1 and L2 penalties of a run's weights, for the layers that ask for them. */
export class Penalties {
  private readonly terms: readonly Term[];

  constructor(weights: readonly (Omit<Term, "penalty"> & { readonly penalty: Penalty | null })[]) {
    this.terms = weights.flatMap(({ weight, gradient, penalty }) =>
      penalty ? [{ weight, gradient, penalty }] : [],
    );
  }

  get isNone(): boolean {
    return this.terms.length === 0;
  }

  /** Σ l1 · Σ|w| + ½ l2 · Σw². */
  total(kernels: Kernels): number {
    return this.terms.reduce(
      (sum, { weight, penalty: { l1, l2 } }) =>
        sum + l1 * kernels.sumOfMagnitudes(weight) + (l2 / 2) * kernels.sumOfSquares(weight),
      0,
    );
  }

  /** Adds its gradient to that of the loss. */
  addGradients(kernels: Kernels): void {
    for (const { weight, gradient, penalty } of this.terms)
      kernels.addPenalty(weight, gradient, penalty.l1, penalty.l2);
  }
}
