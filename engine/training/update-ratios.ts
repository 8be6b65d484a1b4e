import type { NodeId } from "../graph/graph.ts";
import type { RunMemory } from "./memory.ts";
import { distancesMoved } from "./weights.ts";

/**
 * How far an update moves the weights of each layer: ‖w - w₀‖ / ‖w‖ with the weights w₀ before it. Measured when asked:
 * that costs two passes over the weights, and changes no bit. Statistics, which are not trained, do not count; layers
 * whose weights are all zero are left out.
 */
export class UpdateRatios {
  /** Whether the next update is to be measured. */
  isWanted = false;
  private readonly memory: RunMemory;
  private before: Float32Array | null = null;
  private measured: Readonly<Record<NodeId, number>> = {};

  constructor(memory: RunMemory) {
    this.memory = memory;
  }

  /** Has the next update measured. */
  measureNext(): void {
    this.isWanted = true;
  }

  /** To be called before every update. The first that is measured allocates a copy of the weights. */
  beforeUpdate(): void {
    if (!this.isWanted) return;
    const { plan, parameterBlock } = this.memory;
    this.before ??= new Float32Array(plan.parameterElements);
    this.before.set(parameterBlock);
  }

  /** To be called after every update. */
  afterUpdate(): void {
    if (!this.isWanted || !this.before) return;
    const { plan, parameterBlock } = this.memory;
    this.measured = distancesMoved(plan, parameterBlock, this.before);
    this.isWanted = false;
  }

  /** What was measured since the last call. */
  take(): Readonly<Record<NodeId, number>> {
    const { measured } = this;
    this.measured = {};
    return measured;
  }
}
