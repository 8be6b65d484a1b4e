import { say } from "../engine/words/say.ts";
import { guardLeaving } from "./shell/files.ts";
import { askPerson } from "./shell/store.ts";
import { isWorking } from "./training/state.ts";
import { pause, stop, useTraining } from "./training/store.ts";
import { runWords } from "./training/words.ts";

/** A document is not left while it trains before the person has said what becomes of the run. Call once. */
export function askBeforeRunIsLeft(): void {
  guardLeaving(async () => {
    const state = useTraining.getState();
    if (!isWorking(state.run)) return true;
    const { lead } = runWords(state);
    const answer = await askPerson({
      title: say("{name} is still training", { name: state.network?.name ?? say("The network") }),
      text: say(
        "{lead}. Paused, the run is kept with its curves and goes on from here whenever you like, bit for bit. Stopped, its weights are kept among the kept runs.",
        { lead },
      ),
      answers: [
        { value: "cancel", label: say("Cancel") },
        { value: "stop", label: say("Stop it") },
        { value: "pause", label: say("Pause and keep it") },
      ],
      first: "pause",
      onEscape: "cancel",
    });
    if (answer === "pause") await pause();
    if (answer === "stop") await stop();
    return answer !== "cancel";
  });
}
