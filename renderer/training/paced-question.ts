import { LookPace, type PaceOptions } from "../../engine/inspect/look-pace.ts";
import { isResting } from "./state.ts";
import { useTraining } from "./store.ts";

interface PacedQuestion {
  /** Asks when the run may be asked; a resting run at once. */
  (): void;
  /** Asks at once, because a person chose something; it is counted as the others are. */
  atOnce(): void;
}

const seconds = () => performance.now() / 1000;

/**
 * A question to the run that comes again and again: one at a time, what is wanted meanwhile is asked once after it, and
 * while the run is at work no more often than the share of its time allows.
 * @param ask asks for what is wanted now, and gives the seconds that the answer took the run.
 */
export function pacedQuestion(
  share: number,
  ask: () => Promise<number>,
  options: PaceOptions = {},
): PacedQuestion {
  const pace = new LookPace(share, options);
  let asking = false;
  let again: "no" | "paced" | "at-once" = "no";
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function want(when: "paced" | "at-once"): Promise<void> {
    if (asking) {
      if (again !== "at-once") again = when;
      return;
    }
    clearTimeout(timer);
    const wait = when === "at-once" || isResting(useTraining.getState().run) ? 0 : pace.wait(seconds());
    if (wait > 0) {
      timer = setTimeout(() => void want("paced"), 1000 * wait);
      return;
    }
    asking = true;
    // One that fails must not be the last: it is told where faults are, and the next comes when it is wanted.
    const took = await ask().catch((error: unknown) => {
      console.error(error);
      return 0;
    });
    pace.took(took, seconds());
    asking = false;
    if (again === "no") return;
    const next = again;
    again = "no";
    await want(next);
  }

  return Object.assign(() => void want("paced"), { atOnce: () => void want("at-once") });
}
