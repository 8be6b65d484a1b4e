import { openKeptRun } from "./shell/files.ts";
import { adoptReopened } from "./training/store.ts";

/** Opens a run as its checkpoint has kept it. */
export function goOnFrom(checkpoint: string): void {
  void openKeptRun(checkpoint, adoptReopened);
}
