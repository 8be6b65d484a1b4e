import { availableParallelism } from "node:os";
import { parentPort, Worker } from "node:worker_threads";
import type { Graph } from "../graph/graph.ts";
import { planNetwork } from "../graph/plan.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { createWasmKernels } from "../kernels/wasm/kernels.ts";
import { alone, TeamMember, teamControl } from "../kernels/wasm/team.ts";
import { type Crew, type TaskName, taskNames } from "../training/crew.ts";
import type { Maths } from "../training/maths.ts";
import { RunMemory } from "../training/memory.ts";
import type { TrainingSettings } from "../training/settings.ts";
import { kernelExports, kernelModule, newKernelMemory, soloKernels } from "./kernels.ts";
import { threadLimits } from "./worker-thread.ts";
import { workerUrl } from "./worker-url.ts";

/** What the threads of a run must plan alike, so that everything lies at the same addresses. */
export interface SharedRun {
  readonly graph: Graph;
  readonly settings: TrainingSettings;
  readonly batch: number;
  readonly evaluation: number;
}

/** What a thread that runs along is started with, as its `workerData`. */
export interface FollowerStart {
  readonly follow: true;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  readonly index: number;
  readonly size: number;
  readonly run: SharedRun;
}

/** The threads of one run, as a session uses them. */
export interface RunTeam extends Crew {
  readonly size: number;
  readonly kernels: Kernels;
  /**
   * Starts the other threads on a run whose memory this thread has laid out; resolves when all wait for work.
   * `onDeath` hears of a thread that ends by itself later.
   */
  join(run: SharedRun, onDeath: (error: Error) => void): Promise<void>;
  /** Ends the other threads, busy or asleep. */
  end(): void;
}

/** One thread, with the given kernels. */
export function soloTeam(kernels: Kernels): RunTeam {
  return { size: 1, kernels, announce() {}, async join() {}, end() {} };
}

/** Worker threads on one memory: this one leads, the others run along. */
export class ThreadTeam implements RunTeam {
  readonly size: number;
  readonly kernels: Kernels;
  private readonly module: WebAssembly.Module;
  private readonly memory = newKernelMemory();
  /** The memory through which they talk. */
  readonly control: SharedArrayBuffer;
  private readonly leader: TeamMember;
  /** The threads that run along, while they do. */
  followers: readonly Worker[] = [];

  /** `patience` is how long, in milliseconds, one of the threads may be away. */
  constructor(module: WebAssembly.Module, size: number, patience?: number) {
    this.module = module;
    this.size = size;
    const ownCores = size <= availableParallelism();
    this.control = teamControl({ ownCores, ...(patience === undefined ? {} : { patience }) });
    this.leader = new TeamMember(this.control, 0, size);
    const exports = kernelExports(module, this.memory);
    this.kernels = createWasmKernels({
      exports,
      memory: this.memory,
      team: size === 1 ? alone : this.leader,
    });
  }

  async join(run: SharedRun, onDeath: (error: Error) => void): Promise<void> {
    const { module, memory, control, size } = this;
    this.followers = Array.from({ length: size - 1 }, (_, other) => {
      const start: FollowerStart = { follow: true, module, memory, control, index: other + 1, size, run };
      return new Worker(workerUrl(), { workerData: start, resourceLimits: threadLimits });
    });
    await Promise.all(
      this.followers.map(
        (thread) =>
          new Promise<void>((resolve, reject) => {
            thread.once("message", () => resolve());
            thread.on("error", (error) => {
              reject(error);
              onDeath(error);
            });
          }),
      ),
    );
  }

  announce(name: TaskName, count: number, step: number, factor: number): void {
    if (this.size > 1) this.leader.announce({ code: taskNames.indexOf(name), count, step, factor });
  }

  end(): void {
    this.announce("end", 0, 0, 0);
    for (const thread of this.followers) void thread.terminate();
    this.followers = [];
  }
}

/** What a session computes with: this module, and the one for fast maths from the first time that it is asked for. */
export function teamsOf(module: WebAssembly.Module) {
  return {
    newTeam: async (size: number, maths: Maths) =>
      new ThreadTeam(maths === "fast" ? await kernelModule("fast") : module, size),
    newKernels: () => soloKernels(module),
  };
}

/** A thread that runs along: does what the leader announces until it is ended. */
export function follow({ module, memory, control, index, size, run }: FollowerStart): void {
  const member = new TeamMember(control, index, size);
  const exports = kernelExports(module, memory);
  const kernels = createWasmKernels({ exports, memory, team: member });
  const { graph, settings, batch, evaluation } = run;
  const plan = planNetwork(graph);
  const shared = new RunMemory({ plan, kernels, settings, batch, evaluation, initialise: false });
  parentPort?.postMessage("ready");
  for (;;) {
    const { code, count, step, factor } = member.nextTask();
    const name = taskNames[code] ?? "end";
    if (name === "end") return;
    shared.run({ name, count, step, factor });
  }
}
