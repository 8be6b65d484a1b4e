import { LookPace, lookShares } from "../inspect/look-pace.ts";
import { type Probe, takePictures } from "../inspect/pictures.ts";
import type { CurvePoint, EpochResult, WorkerEvent } from "../protocol.ts";
import type { Trainer } from "../training/trainer.ts";

/** Seconds between two progress events, and at least between two pictures. */
const interval = 0.1;
/** About what measuring an update costs. */
const secondsPerWeight = 5e-9;

const newPicturePace = () => new LookPace(lookShares.pictures, { shortest: interval });

/**
 * What a run tells its viewers: points are collected and sent at a bounded rate, pictures wait until the last
 * ones were shown. The run never waits.
 */
export class Telemetry {
  private readonly emit: (event: WorkerEvent, transfer?: readonly ArrayBuffer[]) => void;
  private readonly clock: () => number;
  /** Place, loss and accuracy in turn, in room that stays: nothing is left to the garbage collector while they wait. */
  private points = new Float64Array(3 * 1024);
  private filled = 0;
  private results: EpochResult[] = [];
  private lastProgress = 0;
  private picturePace = newPicturePace();
  private updatePace = new LookPace(lookShares.updates);
  private enabled = true;
  private viewerReady = true;

  constructor(emit: (event: WorkerEvent, transfer?: readonly ArrayBuffer[]) => void, clock: () => number) {
    this.emit = emit;
    this.clock = clock;
  }

  /** A new run: nothing of the last one is told any more. */
  restart(): void {
    this.filled = 0;
    this.results = [];
    this.viewerReady = true;
    this.picturePace = newPicturePace();
    this.updatePace = new LookPace(lookShares.updates);
  }

  addPoint({ at, loss, accuracy }: CurvePoint): void {
    if (this.filled === this.points.length) {
      const larger = new Float64Array(2 * this.filled);
      larger.set(this.points);
      this.points = larger;
    }
    this.points[this.filled] = at;
    this.points[this.filled + 1] = loss;
    this.points[this.filled + 2] = accuracy;
    this.filled += 3;
  }

  addResult(result: EpochResult): void {
    this.results.push(result);
  }

  enablePictures(enabled: boolean): void {
    this.enabled = enabled;
  }

  /** The viewer has drawn the last pictures, or something new makes them worthless. */
  viewerIsReady(): void {
    this.viewerReady = true;
  }

  get isDue(): boolean {
    return this.clock() - this.lastProgress >= interval;
  }

  sendProgress(trainer: Trainer): void {
    this.lastProgress = this.clock();
    const { imagesPerSecond } = trainer;
    const batches = trainer.batchesPerEpoch;
    const left = (trainer.epochs - trainer.epoch) * batches - trainer.batch;
    const examplesLeft = left * trainer.memory.batch;
    const points = this.points.slice(0, this.filled);
    this.filled = 0;
    const progress: WorkerEvent = {
      event: "progress",
      progress: {
        epoch: Math.min(trainer.epochs, trainer.epoch + 1),
        epochs: trainer.epochs,
        batch: trainer.batch,
        batches,
        secondsLeft: imagesPerSecond ? examplesLeft / imagesPerSecond : null,
        imagesPerSecond,
        learningRate: trainer.scheduledLearningRate,
      },
      points,
      gradientNorms: trainer.gradientNorms(),
      updateRatios: trainer.updateRatios.take(),
    };
    this.emit(progress, [points.buffer]);
    if (this.updatePace.wait(this.clock()) === 0) {
      trainer.updateRatios.measureNext();
      this.updatePace.took(trainer.memory.plan.parameterElements * secondsPerWeight, this.clock());
    }
    if (this.results.length > 0) this.emit({ event: "epochs", results: this.results });
    this.results = [];
  }

  /** Pictures of the probe, if somebody waits for them; `whenDue` also keeps their share of the time small. */
  sendPictures({ memory, dataset }: Trainer, probe: Probe, whenDue: boolean): void {
    if (!this.enabled || !this.viewerReady || (whenDue && this.picturePace.wait(this.clock()) > 0)) return;
    const before = this.clock();
    const pictures = takePictures(memory, dataset, probe);
    this.viewerReady = false;
    const { channels, steps, ranges, vectors } = pictures.nodes;
    const arrays = [
      ...[channels, steps, ranges, vectors],
      pictures.probe.values,
      pictures.probabilities,
      ...(pictures.curve ? [pictures.curve.answers] : []),
      ...(pictures.probe.targets ? [pictures.probe.targets] : []),
      ...(pictures.fields
        ? [pictures.fields.answers, ...pictures.fields.nodes.map(({ values }) => values)]
        : []),
    ];
    const buffers = arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
    this.emit({ event: "pictures", pictures }, [...new Set(buffers)]);
    this.picturePace.took(this.clock() - before, this.clock());
  }
}
