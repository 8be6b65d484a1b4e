import { type CaseResult, type Measured, median } from "./measure.ts";
import type { Subject } from "./subjects.ts";

/** One measured subject in one case: a line of `--json`, a row of the table. */
export interface Row {
  readonly workload: string;
  readonly subject: string;
  readonly mode: string;
  readonly runtime: string;
  readonly threads: number;
  readonly threadsUsed: number;
  readonly imagesPerSecond: number;
  readonly lowest: number;
  readonly highest: number;
  readonly windows: number;
  /** Null where PyTorch was not measured with as many threads. */
  readonly ratioToPyTorch: number | null;
  /** Useful operations a second, over the 128-bit multiply + add peak of as many threads. */
  readonly shareOfPeak: number | null;
  readonly goal: number | null;
  /** False when PyTorch was too slow in this run for a ratio to mean anything, or is not there to compare with. */
  readonly decides: boolean;
}

/** PyTorch may fall this far below what it makes on the machine of the goals; beyond, the run decides nothing. */
const tolerance = 0.85;

const percent = (share: number) => (share < 0.1 ? (100 * share).toPrecision(2) : Math.round(100 * share));
const rounded = (value: number, digits: number) => Number(value.toPrecision(digits));

export function rowsOf({ case: of, measured, peak }: CaseResult): readonly Row[] {
  const flops = of.task === "training" ? of.workload.flops.training : of.workload.flops.forward;
  return measured.map(({ subject, threadsUsed, rates }) => {
    const { threads } = subject;
    const images = median(rates);
    const pytorch = pytorchOf(measured, threads);
    const torch = pytorch ? median(pytorch.rates) : null;
    const top = peak[threads];
    const expected = of.expected[threads];
    return {
      workload: of.id,
      subject: subject.subject,
      mode: subject.mode,
      runtime: subject.runtime,
      threads,
      threadsUsed,
      imagesPerSecond: rounded(images, 5),
      lowest: rounded(Math.min(...rates), 5),
      highest: rounded(Math.max(...rates), 5),
      windows: rates.length,
      ratioToPyTorch: torch === null ? null : rounded(images / torch, 3),
      shareOfPeak: top === null ? null : rounded((images * flops) / top, 3),
      goal: subject.subject === "layerlab" && subject.mode === "reproducible" ? of.goal[threads] : null,
      decides: torch !== null && !pytorch?.handicap && (expected === null || torch >= tolerance * expected),
    };
  });
}

function pytorchOf(measured: readonly Measured[], threads: number): Measured | undefined {
  return measured.find(({ subject }) => subject.subject === "pytorch" && subject.threads === threads);
}

export const tableHead = [
  "| workload | subject | mode | threads | images/s | lowest - highest | × PyTorch | goal | share of peak |",
  "|---|---|---|---:|---:|---:|---:|---:|---:|",
];

export function tableLine(row: Row): string {
  const count = (value: number) =>
    value < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString("en");
  const threads =
    row.threadsUsed === row.threads ? `${row.threads}` : `${row.threads} (${row.threadsUsed} used)`;
  const ratio = row.ratioToPyTorch === null ? "" : `${row.ratioToPyTorch}${row.decides ? "" : " ?"}`;
  const share = row.shareOfPeak === null ? "" : `${percent(row.shareOfPeak)} %`;
  const cells = [
    row.workload,
    row.subject + (row.runtime === "electron" ? " (Electron)" : ""),
    row.mode,
    threads,
    count(row.imagesPerSecond),
    `${count(row.lowest)} - ${count(row.highest)}`,
    ratio,
    row.goal ?? "",
    share,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** What a reader must know beside the rows of a case: its peaks, and ratios that decide nothing. */
export function notesOf(result: CaseResult, rows: readonly Row[]): readonly string[] {
  const peaks = ([1, 2] as const).map((threads) => {
    const value = result.peak[threads];
    return `${threads === 1 ? "one thread" : "two threads"} ${value === null ? "not measured" : `${(value / 1e9).toFixed(1)} GFLOP/s`}`;
  });
  const handicaps = result.measured.flatMap(({ subject, handicap }) =>
    handicap ? [`${result.case.id}: decides nothing on ${threadWords(subject.threads)}: ${handicap}`] : [],
  );
  const handicapped = (threads: number) => pytorchOf(result.measured, threads)?.handicap;
  const weak = rows.filter(
    ({ subject, decides, threads }) => subject === "pytorch" && !decides && !handicapped(threads),
  );
  return [
    `${result.case.id}: 128-bit multiply + add peak: ${peaks.join(", ")}`,
    ...handicaps,
    ...weak.map(
      ({ threads, imagesPerSecond }) =>
        `${result.case.id}: decides nothing on ${threadWords(threads)}: PyTorch made ${Math.round(imagesPerSecond)} images/s, more than 15 % below the ${result.case.expected[threads === 1 ? 1 : 2]} that it makes on the machine of the goals (2-core Zen 4)`,
    ),
  ];
}

const threadWords = (threads: number) => `${threads} ${threads === 1 ? "thread" : "threads"}`;

/** A subject as the remarks name it. */
export function subjectWords({ subject, mode, threads }: Subject): string {
  return `${subject} (${mode}, ${threadWords(threads)})`;
}
