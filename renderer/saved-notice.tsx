import { Info, X } from "lucide-react";
import { useEffect, useState } from "react";
import { say } from "../engine/words/say.ts";
import { Button, IconButton } from "./design/button.tsx";
import { exportModel } from "./shell/files.ts";
import { useShell } from "./shell/store.ts";
import dock from "./training/dock.module.css";
import { hasRun } from "./training/state.ts";
import { useTraining } from "./training/store.ts";

/** After the first save of a trained network: what the file holds, what it does not, and how that is taken out. */
export function SavedNotice() {
  const savedAt = useShell((state) => state.savedAt);
  const network = useTraining((state) => state.network);
  const isKept = useTraining((state) => state.checkpoints.length > 0);
  /** The run that it was told of, and whether it is still to be read. */
  const [told, setTold] = useState<{ readonly network: object | null; readonly shown: boolean }>({
    network: null,
    shown: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a save is what it is told after
  useEffect(() => {
    if (savedAt === null || !network || !hasRun(useTraining.getState().run)) return;
    setTold((before) => (before.network === network ? before : { network, shown: true }));
  }, [savedAt]);
  if (!told.shown || told.network !== network) return null;
  const close = () => setTold({ network, shown: false });
  return (
    <div className={`${dock.notice} ${dock.calm}`} role="status" data-testid="saved-notice">
      <Info size={16} aria-hidden />
      <p data-alone>
        <b>{say("Saved without the trained weights.")}</b>{" "}
        {say(
          isKept
            ? "The file holds the network, its settings and where its data lie. The weights are kept on this computer, and offered when you open the project here. Export the model to take them elsewhere."
            : "The file holds the network, its settings and where its data lie. The weights are kept nowhere else: export the model to have them again.",
        )}
      </p>
      <div className={dock.noticeButtons}>
        <Button onClick={() => void exportModel()}>{say("Export the model…")}</Button>
        <IconButton label={say("Close the message")} onClick={close}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
