import type { Answer, Trouble } from "../../../app/contract/desktop.ts";
import { LookPace } from "../../../engine/inspect/look-pace.ts";
import { answerOf } from "../../desktop.ts";
import { hasRun, isResting } from "../state.ts";
import { useTraining } from "../store.ts";

/** Seconds between two looks at the least. */
const shortest = 0.5;

const seconds = () => performance.now() / 1000;

interface Timed {
  readonly step: number;
  /** What it took the run. */
  readonly seconds: number;
}

/**
 * Looks into the run again as it goes on, as long as somebody follows: at the pace that the look's cost allows while the
 * run is at work, and once where it rests. Nobody following costs the run nothing. Returns the function that follows,
 * which returns the one that ends it.
 */
export function pacedLook<Look extends Timed>(parts: {
  /** Of the run's time, that these looks may take. */
  readonly share: number;
  readonly ask: () => Promise<Answer<Look>>;
  readonly show: (look: Look) => void;
  readonly refuse: (trouble: Trouble) => void;
  /** There is no run, or another one: what was seen is of no use. */
  readonly forget: () => void;
}): () => () => void {
  let followers = 0;
  let asking = false;
  let pace = new LookPace(parts.share, { shortest });
  /** The pictures' step at which the resting run was looked at. */
  let rested: number | null = null;

  async function follow(): Promise<void> {
    const { run, pictures } = useTraining.getState();
    if (followers === 0 || asking || !hasRun(run)) return;
    const rests = isResting(run);
    if (!rests) rested = null;
    if (rests ? rested === (pictures?.step ?? -1) : pace.wait(seconds()) > 0) return;
    asking = true;
    const answer = await answerOf(parts.ask());
    asking = false;
    // Also after a refusal: it comes again with the next look, not at once.
    if (rests) rested = pictures?.step ?? -1;
    pace.took(answer.ok ? answer.value.seconds : 0, seconds());
    if (answer.ok) parts.show(answer.value);
    else parts.refuse(answer.trouble);
    await follow();
  }

  return () => {
    followers++;
    void follow();
    const end = useTraining.subscribe((now, before) => {
      if (now.network !== before.network || (!hasRun(now.run) && hasRun(before.run))) {
        rested = null;
        pace = new LookPace(parts.share, { shortest });
        parts.forget();
      }
      if (now.pictures !== before.pictures || now.run !== before.run || now.lastEpoch !== before.lastEpoch)
        void follow();
    });
    return () => {
      followers--;
      end();
    };
  };
}
