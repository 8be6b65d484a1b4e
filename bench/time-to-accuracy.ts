import type { BenchOptions } from "./options.ts";
import { type Quarter, quarterSchema } from "./protocol.ts";
import { SubjectProcess } from "./subject-process.ts";
import { pytorch, type Subject, taskOf } from "./subjects.ts";
import { cases } from "./workloads.ts";

const wanted = 0.88;
const threads = 2;

interface Runner {
  readonly subject: Subject;
  readonly process: SubjectProcess;
  readonly course: Quarter[];
}

/**
 * Trains W1 and W2 on all 60,000 images, a quarter of an epoch at a time in turn with PyTorch, until both have
 * classified 88 % of the 10,000 test images or the epochs are over. Looking is not timed.
 */
export async function timeToAccuracy(
  { epochs, json }: BenchOptions,
  own: readonly Subject[],
  remark: (line: string) => void,
): Promise<number> {
  const subjects = [...own, ...pytorch()].filter((subject) => subject.threads === threads);
  if (!json) {
    console.log(
      "| workload | subject | mode | threads | 88 % after epochs | after seconds | best accuracy |",
    );
    console.log("|---|---|---|---:|---:|---:|---:|");
  }
  for (const each of cases.filter(({ id }) => id === "W1" || id === "W2")) {
    const runners: Runner[] = [];
    for (const subject of subjects) {
      const process = await SubjectProcess.start(subject.command, {
        ...taskOf(subject, each),
        quarters: true,
      });
      if (typeof process === "string")
        remark(`${each.id}: without ${subject.subject} (${subject.mode}): ${process}`);
      else runners.push({ subject, process, course: [] });
    }
    try {
      for (let quarter = 0; quarter < 4 * epochs; quarter++)
        for (const { process, course } of runners)
          if (!arrival(course)) course.push(await process.ask("quarter", quarterSchema));
    } finally {
      for (const { process } of runners) process.end();
    }
    for (const { subject, course } of runners) {
      const { mode } = subject;
      const hit = arrival(course);
      const best = Math.max(...course.map(({ accuracy }) => accuracy));
      const row = { workload: each.id, subject: subject.subject, mode, threads, best, ...hit };
      const cells = [row.workload, row.subject, mode, threads, hit?.epochs ?? "not reached"];
      if (json) console.log(JSON.stringify(row));
      else
        console.log(
          `| ${[...cells, hit?.seconds.toFixed(1) ?? "", `${(100 * best).toFixed(2)} %`].join(" | ")} |`,
        );
    }
  }
  return 0;
}

/** When 88 % was first reached. */
function arrival(course: readonly Quarter[]): { readonly epochs: number; readonly seconds: number } | null {
  const at = course.findIndex(({ accuracy }) => accuracy >= wanted);
  if (at < 0) return null;
  return {
    epochs: (at + 1) / 4,
    seconds: course.slice(0, at + 1).reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
