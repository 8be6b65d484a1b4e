import type { RunMemory } from "./memory.ts";
import type { TrainingSettings } from "./settings.ts";
import { stopping } from "./stopping.ts";
import type { TrainerState } from "./trainer-state.ts";

/** A run between two units of work: where it is, and its numbers. */
export interface RunSnapshot {
  readonly state: TrainerState;
  readonly numbers: Float32Array;
}

/**
 * What a run that rests takes along when it goes on with other training settings: its weights and statistics, its
 * place, and of optimiser, schedule, updates and early stopping what the new settings still have a use for.
 * @param fresh memory of the same network, laid out for the new settings; nothing in it has been trained.
 */
export function carryOver(
  { state, numbers }: RunSnapshot,
  from: TrainingSettings,
  to: TrainingSettings,
  fresh: RunMemory,
): RunSnapshot {
  const { parameterElements } = fresh.plan;
  const kept = fresh.snapshot();
  const isSameOptimizer = from.optimizer.name === to.optimizer.name;
  // Weights and gradients; what another optimiser remembers says nothing to this one.
  kept.set(numbers.subarray(0, isSameOptimizer ? kept.length : 2 * parameterElements));
  const keepsBest = to.stopping !== undefined && stopping(to.stopping.name).keepsBest;
  const best = keepsBest && state.best ? numbers.subarray(numbers.length - parameterElements) : null;
  const isSameUpdating = JSON.stringify(from.updating) === JSON.stringify(to.updating);
  return {
    state: {
      ...state,
      // An optimiser that begins corrects for its own steps alone.
      step: isSameOptimizer ? state.step : 0,
      epochs: from.epochs === to.epochs ? state.epochs : Math.max(state.epoch, to.epochs),
      learningRate: Number(to.optimizer.settings.learningRate),
      best: best ? state.best : null,
      plateau: from.schedule?.name === to.schedule?.name ? state.plateau : null,
      // Gradients that were added up for one rule do not fit another: their batches come again.
      ...(isSameUpdating || state.groupFirst === null
        ? {}
        : { batch: state.groupFirst, groupFirst: null, groupLoss: 0, groupPoints: 0 }),
    },
    numbers: best ? joined(kept, best) : kept,
  };
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
