import type { Terminal } from "./terminal.ts";

/** What the process ends with: done, failed while working, or asked for something that cannot be. */
export type ExitCode = 0 | 1 | 2 | 130;

export const exitCodes = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const;

/** One subcommand of `layerlab`. Everything the command line knows of it is this record. */
export interface Subcommand {
  readonly name: string;
  readonly summary: string;
  /** In order, as shown in the help: `<project>`. */
  readonly words: readonly { readonly name: string; readonly help: string }[];
  /** In commander's notation: `--epochs <number>`. */
  readonly options: readonly { readonly flags: string; readonly help: string }[];
  /**
   * Does the work. `options` are as typed, not yet parsed.
   * @throws TroubleError for bad input (exit code 2).
   */
  run(words: readonly string[], options: unknown, terminal: Terminal): Promise<ExitCode>;
}
