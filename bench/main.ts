import { cpus, platform, release, totalmem } from "node:os";
import { templateAccuracy } from "./accuracy.ts";
import { measureCase, type Pace } from "./measure.ts";
import { type BenchOptions, readOptions, usage } from "./options.ts";
import { overheads } from "./overheads/overheads.ts";
import { notesOf, rowsOf, subjectWords, tableHead, tableLine } from "./report.ts";
import { javascriptPeers, layerlab, pytorch, type Subject } from "./subjects.ts";
import { timeToAccuracy } from "./time-to-accuracy.ts";
import { windowMeasures } from "./window/window.ts";

const full: Pace = { windows: 5, seconds: 0.8, warmUp: 1.2 };
const quick: Pace = { windows: 3, seconds: 0.3, warmUp: 0.3 };
/** No case is begun later than this, so that the last one ends within two minutes. */
const quickSeconds = 100;

/**
 * Runs the bench as the command line says; returns the exit code.
 * @param electron prepares an Electron and gives its executable, when one is asked for.
 * @param build builds the app, when what is measured is in it.
 */
export async function main(
  words: readonly string[],
  electron: () => Promise<string>,
  build: () => Promise<void>,
): Promise<number> {
  let options: BenchOptions;
  try {
    options = readOptions(words);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
  if (options.command === "help") {
    console.log(usage);
    return 0;
  }
  const remark = options.json ? console.error : console.log;
  remark(machine());
  if (options.command === "accuracy") return templateAccuracy(options, remark);
  if (options.command === "window") {
    await build();
    return windowMeasures(options.window, options.json);
  }
  if (options.command === "overheads") {
    if (options.overheads.includes("memory")) await build();
    return overheads(options, options.electron ? await electron() : null);
  }
  const own = layerlab(options.electron ? await electron() : null);
  if (options.command === "time-to-accuracy") return timeToAccuracy(options, own, remark);
  return measure(options, own, remark);
}

/** The machine in one line, for the notes beside a table. */
function machine(): string {
  const [processor] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${cpus().length} × ${processor?.model}, ${memory}, ${platform()} ${release()}, Node ${process.versions.node}\n`;
}

async function measure(
  { cases, quick: isQuick, json }: BenchOptions,
  own: readonly Subject[],
  remark: (line: string) => void,
): Promise<number> {
  const subjects = [...own, ...pytorch(), ...(isQuick ? [] : javascriptPeers())];
  if (isQuick) remark("Quick: short windows, without TensorFlow.js and ConvNetJS.\n");
  if (!json) for (const line of tableHead) console.log(line);
  const notes: string[] = [];
  const missing = new Map<string, string[]>();
  const started = performance.now();
  for (const each of cases) {
    if (isQuick && performance.now() - started > quickSeconds * 1000) {
      notes.push(`${each.id}: left out, because the time for --quick was over`);
      continue;
    }
    const result = await measureCase(each, subjects, isQuick ? quick : full);
    const rows = rowsOf(result);
    for (const row of rows) console.log(json ? JSON.stringify(row) : tableLine(row));
    notes.push(...notesOf(result, rows));
    for (const { subject, reason } of result.skipped) {
      const words = `without ${subjectWords(subject)}: ${reason}`;
      missing.set(words, [...(missing.get(words) ?? []), each.id]);
    }
  }
  remark("");
  for (const note of notes) remark(note);
  for (const [words, ids] of missing) remark(`${ids.join(", ")}: ${words}`);
  return 0;
}
