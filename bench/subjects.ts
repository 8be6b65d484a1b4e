import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { assetsFolder } from "../engine/host/assets.ts";
import { mathsNames } from "../engine/training/maths.ts";
import type { SubjectTask } from "./protocol.ts";
import type { Command } from "./subject-process.ts";
import type { Case, ThreadCount } from "./workloads.ts";

/** Whom the bench can measure, with how many threads. */
export interface Subject {
  readonly subject: "layerlab" | "pytorch" | "tfjs" | "convnetjs";
  readonly mode: string;
  readonly runtime: "node" | "electron" | "python";
  readonly threads: ThreadCount;
  readonly command: Command;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const threadCounts = [1, 2] as const;

/** Layerlab in Node, or in the Node of an Electron whose executable is given. */
export function layerlab(electron: string | null): readonly Subject[] {
  const words = [here("entry.mjs"), "./layerlab/process.ts"];
  return mathsNames.flatMap((mode) =>
    threadCounts.map((threads) => ({
      subject: "layerlab" as const,
      mode,
      runtime: electron ? ("electron" as const) : ("node" as const),
      threads,
      command: electron
        ? { program: electron, words, environment: { ELECTRON_RUN_AS_NODE: "1" } }
        : { program: process.execPath, words },
    })),
  );
}

/** PyTorch in its best mode: as many threads for OpenMP and OpenBLAS, and OpenBLAS in its OpenMP build. */
export function pytorch(): readonly Subject[] {
  const library = "/usr/lib/x86_64-linux-gnu/openblas-openmp";
  const python = ["/usr/bin/python3"].find(existsSync) ?? "python3"; // Debian's, which another may shadow
  return threadCounts.map((threads) => ({
    subject: "pytorch",
    mode: "best",
    runtime: "python",
    threads,
    command: {
      program: python,
      words: [here("peers/pytorch.py")],
      environment: {
        LD_LIBRARY_PATH: [library, process.env.LD_LIBRARY_PATH].filter(Boolean).join(path.delimiter),
        OMP_NUM_THREADS: `${threads}`,
        OPENBLAS_NUM_THREADS: `${threads}`,
      },
    },
  }));
}

/** Peers in JavaScript: one thread, and no mode but their own. */
export function javascriptPeers(): readonly Subject[] {
  const peer = (subject: "tfjs" | "convnetjs", mode: string, file: string): Subject => ({
    subject,
    mode,
    runtime: "node",
    threads: 1,
    command: { program: process.execPath, words: [here(file)] },
  });
  return [
    peer("tfjs", "wasm + filter gradient", "peers/tfjs.mjs"),
    peer("convnetjs", "float64", "peers/convnetjs.mjs"),
  ];
}

/** The processor's own peak, measured like a subject. */
export function peak(): readonly { readonly threads: ThreadCount; readonly command: Command }[] {
  const words = [here("entry.mjs"), "./peak/process.ts"];
  return threadCounts.map((threads) => ({ threads, command: { program: process.execPath, words } }));
}

export function taskOf(subject: Subject, { workload, task, batch }: Case): SubjectTask {
  return {
    workload: workload.id,
    task,
    batch,
    threads: subject.threads,
    mode: subject.mode,
    seed: 1,
    fashion: path.join(assetsFolder(), "datasets", "fashion-mnist"),
  };
}
