import { type Window, windowSchema } from "./protocol.ts";
import { SubjectProcess } from "./subject-process.ts";
import { peak, type Subject, taskOf } from "./subjects.ts";
import type { Case, ThreadCount } from "./workloads.ts";

export interface Pace {
  readonly windows: number;
  readonly seconds: number;
  /** Before the first window that counts. */
  readonly warmUp: number;
}

export interface Measured {
  readonly subject: Subject;
  /** Name and version. */
  readonly name: string;
  readonly threadsUsed: number;
  /** Why it is slower here than it could be, or null. */
  readonly handicap: string | null;
  /** Images per second of each window. */
  readonly rates: readonly number[];
}

export interface CaseResult {
  readonly case: Case;
  readonly measured: readonly Measured[];
  readonly skipped: readonly { readonly subject: Subject; readonly reason: string }[];
  /** Multiply + add of 128 bits, in FLOP/s. */
  readonly peak: Readonly<Record<ThreadCount, number | null>>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

const rate = ({ images, seconds }: Window) => images / seconds;
const peakSeconds = 0.15;

/**
 * Measures a case: all subjects are started and warmed up, then take turns, one window each, so that whatever the
 * machine does meets all alike. Only one works at a time; the others wait asleep.
 */
export async function measureCase(
  of: Case,
  subjects: readonly Subject[],
  { windows, seconds, warmUp }: Pace,
): Promise<CaseResult> {
  const peaks = peak().map(({ threads, command }) => ({
    threads,
    started: SubjectProcess.start(command, { threads }),
    rates: [] as number[],
  }));
  const candidates = subjects.map((subject) => ({
    subject,
    started: SubjectProcess.start(subject.command, taskOf(subject, of)),
    rates: [] as number[],
  }));
  const working: { process: SubjectProcess; subject: Subject; rates: number[] }[] = [];
  const skipped: { subject: Subject; reason: string }[] = [];
  for (const { subject, started, rates } of candidates) {
    const process = await started;
    if (typeof process === "string") skipped.push({ subject, reason: process });
    else working.push({ process, subject, rates });
  }
  const machine: { process: SubjectProcess; threads: ThreadCount; rates: number[] }[] = [];
  for (const { threads, started, rates } of peaks) {
    const process = await started;
    if (typeof process === "string") throw new Error(`The peak cannot be measured: ${process}`);
    machine.push({ process, threads, rates });
  }
  try {
    for (const { process } of working) await process.ask(`window ${warmUp}`, windowSchema);
    for (let turn = 0; turn < windows; turn++) {
      for (const { process, rates } of machine)
        rates.push(rate(await process.ask(`window ${peakSeconds}`, windowSchema)));
      for (const { process, rates } of working)
        rates.push(rate(await process.ask(`window ${seconds}`, windowSchema)));
    }
  } finally {
    for (const { process } of [...working, ...machine]) process.end();
  }
  const peakOf = (threads: ThreadCount) => {
    const found = machine.find((candidate) => candidate.threads === threads);
    return found ? median(found.rates) : null;
  };
  return {
    case: of,
    measured: working.map(({ process: { name, threads, handicap }, subject, rates }) => ({
      subject,
      name,
      threadsUsed: threads,
      handicap,
      rates,
    })),
    skipped,
    peak: { 1: peakOf(1), 2: peakOf(2) },
  };
}
