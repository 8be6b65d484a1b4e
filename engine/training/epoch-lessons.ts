import type { Measured } from "./evaluation.ts";
import { type Plateau, schedule } from "./schedules.ts";
import type { TrainingSettings } from "./settings.ts";
import { type BestEpoch, bestAfter, stopping } from "./stopping.ts";

/** What a run takes from its finished epochs: its best one, when to stop, and how the learning rate goes on. */
export class EpochLessons {
  best: BestEpoch | null = null;
  plateau: Plateau | null = null;
  private readonly settings: Pick<TrainingSettings, "schedule" | "stopping">;

  constructor(settings: Pick<TrainingSettings, "schedule" | "stopping">) {
    this.settings = settings;
  }

  /** What the learning rate is multiplied by after so many epochs. */
  rateFactor(epochs: number): number {
    const { schedule: chosen } = this.settings;
    return chosen ? schedule(chosen.name).factor(chosen.settings, epochs, this.plateau) : 1;
  }

  /** Takes in an epoch that has ended; returns whether its weights are to be kept as the best. */
  learnFrom(epoch: number, { loss, accuracy }: Measured): boolean {
    const { schedule: chosen, stopping: rule } = this.settings;
    this.plateau = (chosen && schedule(chosen.name).after?.(chosen.settings, this.plateau, loss)) ?? null;
    if (!rule || !stopping(rule.name).keepsBest) return false;
    const gain = stopping(rule.name).gain(rule.settings);
    this.best = bestAfter(this.best, { epoch, loss, accuracy }, gain);
    return this.best.waited === 0;
  }

  /** Whether the run ends before its last epoch. */
  get isOver(): boolean {
    const { stopping: rule } = this.settings;
    return rule !== undefined && this.best !== null && stopping(rule.name).isOver(rule.settings, this.best);
  }

  /** Goes on from what an earlier run has learnt. */
  restore({ best, plateau }: Pick<EpochLessons, "best" | "plateau">): void {
    this.best = best;
    this.plateau = plateau;
  }

  /** A run that was stopped early is given its patience anew. */
  renewPatience(): void {
    if (this.best) this.best = { ...this.best, waited: 0 };
  }
}
