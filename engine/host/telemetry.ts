import { type Probe, takePictures } from "../inspect/pictures.ts";
import type { CurvePoint, EpochResult, WorkerEvent } from "../protocol.ts";
import type { Trainer } from "../training/trainer.ts";

/** Seconds between two progress events, and at least between two pictures. */
const interval = 0.1;
/** About what measuring an update costs, and the share of the thread's time that it may take. */
const secondsPerWeight = 5e-9;
const ratioShare = 0.005;
/** Pictures may take this share of the thread's time. */
const pictureShare = 0.02;

/**
 * What a run tells its viewers: points are collected and sent at a bounded rate, pictures wait until the last
 * ones were shown. The run never waits.
 */
export class Telemetry {
  private readonly emit: (event: WorkerEvent, transfer?: readonly ArrayBuffer[]) => void;
  private readonly clock: () => number;
  private points: CurvePoint[] = [];
  private results: EpochResult[] = [];
  private lastProgress = 0;
  private nextPictures = 0;
  private nextRatios = 0;
  private enabled = true;
  private viewerReady = true;

  constructor(emit: (event: WorkerEvent, transfer?: readonly ArrayBuffer[]) => void, clock: () => number) {
    this.emit = emit;
    this.clock = clock;
  }

  /** A new run: nothing of the last one is told any more. */
  restart(): void {
    this.points = [];
    this.results = [];
    this.viewerReady = true;
    this.nextPictures = 0;
    this.nextRatios = 0;
  }

  addPoint(point: CurvePoint): void {
    this.points.push(point);
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
    this.emit({
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
      points: this.points,
      gradientNorms: trainer.gradientNorms(),
      updateRatios: trainer.takeUpdateRatios(),
    });
    if (this.clock() >= this.nextRatios) {
      trainer.measureUpdate();
      const cost = trainer.memory.plan.parameterElements * secondsPerWeight;
      this.nextRatios = this.clock() + cost / ratioShare;
    }
    this.points = [];
    if (this.results.length > 0) this.emit({ event: "epochs", results: this.results });
    this.results = [];
  }

  /** Pictures of the probe, if somebody waits for them; `whenDue` also keeps their share of the time small. */
  sendPictures({ memory, dataset }: Trainer, probe: Probe, whenDue: boolean): void {
    if (!this.enabled || !this.viewerReady || (whenDue && this.clock() < this.nextPictures)) return;
    const before = this.clock();
    const pictures = takePictures(memory, dataset, probe);
    const after = this.clock();
    this.nextPictures = after + Math.max(interval, (after - before) / pictureShare);
    this.viewerReady = false;
    const arrays = [
      pictures.probe.values,
      pictures.probabilities,
      ...pictures.nodes.map(({ values }) => values),
      ...(pictures.curve ? [pictures.curve.answers] : []),
      ...(pictures.probe.targets ? [pictures.probe.targets] : []),
      ...(pictures.fields
        ? [pictures.fields.answers, ...pictures.fields.nodes.map(({ values }) => values)]
        : []),
    ];
    const buffers = arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
    this.emit({ event: "pictures", pictures }, [...new Set(buffers)]);
  }
}
