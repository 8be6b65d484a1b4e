import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Project } from "../project/project.ts";
import type { CheckpointCard, CurvePoint, EpochResult, RunResult, WorkerEvent } from "../protocol.ts";
import type { Trainer } from "../training/trainer.ts";
import { type Trouble, TroubleError, troubleOf } from "../trouble.ts";
import { engineVersion } from "../version.ts";
import { say } from "../words/say.ts";
import {
  type Checkpoint,
  type CheckpointRecord,
  cardOf,
  checkpointExtension,
  readCheckpointCard,
  writeCheckpoint,
} from "./checkpoint-file.ts";
import { reasonOf } from "./files.ts";
import { Thinned } from "./thinned.ts";

/** Of one run: the newest ones always stay, whatever their size. */
const mostCheckpoints = 12;
const mostBytes = 500_000_000;
const alwaysKept = 2;
/** Writing may take this share of the run's time. */
const writingShare = 0.02;
/** After an epoch a checkpoint is due this much sooner: the end of an epoch is where people go back to. */
const epochShare = 1 / 6;

export interface RunKeeperParts {
  /** Absolute; made when it is missing. All checkpoints of one run lie in it, and nothing else. */
  readonly folder: string;
  readonly everySeconds: number;
  readonly projectFile: string | null;
  /** What every checkpoint of the run says alike. */
  readonly run: Pick<CheckpointRecord, "project" | "folder" | "limit" | "fold" | "traits">;
  readonly dataHash: Promise<string>;
  readonly emit: (event: WorkerEvent) => void;
  /** Seconds. */
  readonly clock: () => number;
}

/**
 * Keeps a run on the disk while it goes on: a checkpoint by time and epoch and at every rest, written in the
 * background, few enough to stay bounded in number and size.
 */
export class RunKeeper {
  /** Oldest first. */
  cards: readonly CheckpointCard[];
  private readonly parts: RunKeeperParts;
  private run: RunKeeperParts["run"];
  private readonly points: Thinned<CurvePoint>;
  private readonly results: Thinned<EpochResult>;
  private epochEnded = false;
  private savedAt: number;
  private lastTime: number;
  private nextAt: number;
  private writing: Promise<void> | null = null;
  /** The latest that waits while another is written. */
  private waiting: Checkpoint | null = null;

  private constructor(
    parts: RunKeeperParts,
    cards: readonly CheckpointCard[],
    from: CheckpointRecord | null,
  ) {
    this.parts = parts;
    this.run = parts.run;
    this.cards = cards;
    this.points = new Thinned(from?.points ?? []);
    this.results = new Thinned(from?.results ?? []);
    this.savedAt = parts.clock();
    this.lastTime = cards.at(-1)?.savedAt ?? 0;
    this.nextAt = this.savedAt + parts.everySeconds;
  }

  /**
   * @param from the checkpoint that the run goes on from, if it does.
   * @throws TroubleError when the folder cannot be made or read.
   */
  static async open(parts: RunKeeperParts, from: CheckpointRecord | null = null): Promise<RunKeeper> {
    try {
      await mkdir(parts.folder, { recursive: true });
      return new RunKeeper(parts, await checkpointsIn(parts.folder), from);
    } catch (error) {
      if (error instanceof TroubleError) throw error;
      throw new TroubleError(
        {
          title: say("Checkpoints cannot be kept"),
          reason: `${parts.folder}: ${reasonOf(error)}`,
          next: say("Choose another folder for them."),
        },
        { cause: error },
      );
    }
  }

  /** From now on the run is kept with these training settings. */
  changeTraining(training: Project["training"]): void {
    this.run = { ...this.run, project: { ...this.run.project, training } };
  }

  /** Tells the window which checkpoints there are. */
  tell(): void {
    this.parts.emit({ event: "checkpoints", cards: this.cards });
  }

  addPoint(point: CurvePoint): void {
    this.points.add(point);
  }

  addResult(result: EpochResult): void {
    this.results.add(result);
    this.epochEnded = true;
  }

  /** Saves when it is time to, during training. */
  saveWhenDue(trainer: Trainer): void {
    const now = this.parts.clock();
    const due = this.epochEnded ? this.savedAt + (this.nextAt - this.savedAt) * epochShare : this.nextAt;
    if (now >= due && !this.writing) this.save(trainer, "training", null);
  }

  /** Copies the run as it is now, and writes it as soon as the checkpoint before it is written. */
  save(trainer: Trainer, state: CheckpointRecord["state"], result: RunResult | null): void {
    this.epochEnded = false;
    this.savedAt = this.parts.clock();
    // Each later than the one before, also within a millisecond or when the clock was set back.
    this.lastTime = Math.max(Date.now(), this.lastTime + 1);
    this.waiting = {
      numbers: trainer.memory.snapshot(),
      record: {
        ...this.run,
        projectFile: this.parts.projectFile,
        dataHash: "",
        engine: engineVersion,
        savedAt: this.lastTime,
        state,
        trainer: trainer.state,
        points: this.points.values,
        results: this.results.values,
        result,
      },
    };
    this.writing ??= this.writeAll();
  }

  /** Resolves when everything that was saved is on the disk, or has failed and been told. */
  async settle(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    const { clock, everySeconds, emit } = this.parts;
    for (let next = this.waiting; next; next = this.waiting) {
      this.waiting = null;
      const before = clock();
      try {
        await this.write(next);
        this.tell();
      } catch (error) {
        emit({
          event: "checkpoint-failed",
          trouble: troubleOf(error, say("A checkpoint could not be saved")),
        });
      }
      const now = clock();
      this.nextAt = now + Math.max(everySeconds, (now - before) / writingShare);
    }
    this.writing = null;
  }

  private async write({ record, numbers }: Checkpoint): Promise<void> {
    const complete = { ...record, dataHash: await this.parts.dataHash };
    const name = `${new Date(record.savedAt).toISOString().replaceAll(":", "-")}-${randomUUID().slice(0, 4)}`;
    const file = path.join(this.parts.folder, `${name}${checkpointExtension}`);
    const size = await writeCheckpoint(file, { record: complete, numbers });
    const cards = [...this.cards, cardOf(file, complete, size)];
    for (let surplus = surplusOf(cards); surplus; surplus = surplusOf(cards)) {
      cards.splice(cards.indexOf(surplus), 1);
      await rm(surplus.file, { force: true });
    }
    this.cards = cards;
  }
}

/** The checkpoint to give up, if there are too many: the one whose neighbours in time lie nearest to each other. */
function surplusOf(cards: readonly CheckpointCard[]): CheckpointCard | null {
  const bytes = cards.reduce((sum, card) => sum + card.bytes, 0);
  if (cards.length <= alwaysKept || (cards.length <= mostCheckpoints && bytes <= mostBytes)) return null;
  const distance = (at: number) => (cards[at + 1]?.savedAt ?? 0) - (cards[at - 1]?.savedAt ?? 0);
  let chosen = 1;
  for (let at = 2; at < cards.length - alwaysKept; at++) if (distance(at) < distance(chosen)) chosen = at;
  // Of three that are too large together, the first one goes.
  return cards[cards.length > 1 + alwaysKept ? chosen : 0] ?? null;
}

/**
 * The checkpoints in a folder, oldest first. What a crash left half written is removed; a file that is damaged is
 * told to `onDamaged` and left out.
 */
export async function checkpointsIn(
  folder: string,
  onDamaged: (trouble: Trouble) => void = () => {},
): Promise<readonly CheckpointCard[]> {
  const cards: CheckpointCard[] = [];
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (name.endsWith(".tmp")) await rm(file, { force: true });
    if (!name.endsWith(checkpointExtension)) continue;
    try {
      cards.push(await readCheckpointCard(file));
    } catch (error) {
      onDamaged(troubleOf(error, say("{name} cannot be opened", { name })));
    }
  }
  return cards.sort((first, second) => first.savedAt - second.savedAt);
}
