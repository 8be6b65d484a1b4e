import { Info } from "lucide-react";
import { useEffect } from "react";
import { say } from "../../../engine/words/say.ts";
import { Button } from "../../design/button.tsx";
import { formatWhen } from "../../design/format.ts";
import { useDocument } from "../../document/store.ts";
import dock from "../dock.module.css";
import { useTraining } from "../store.ts";
import { endWords } from "./checkpoint-words.ts";
import { offerRunOf, useKeptRuns, withdrawOffer } from "./kept-runs-store.ts";

/** A project that was opened from its file has no weights in it: where its run is kept here, that is offered. */
export function TrainedBefore({ onOpen }: { readonly onOpen: (file: string) => void }) {
  const generation = useDocument((state) => state.generation);
  const isIdle = useTraining(({ network, run }) => network === null && run === "idle");
  const offered = useKeptRuns((state) => state.offered);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each document that is opened
  useEffect(() => {
    withdrawOffer();
    const { project, path } = useDocument.getState();
    if (path !== null && useTraining.getState().network === null) void offerRunOf(project);
  }, [generation]);
  if (!offered || !isIdle) return null;
  const { last } = offered;
  return (
    <div className={`${dock.notice} ${dock.calm}`} role="status" data-testid="trained-before">
      <Info size={16} aria-hidden />
      <p data-alone>
        <b>{say("This network was trained here before.")}</b>{" "}
        {say("{end}. Its weights are kept on this computer since {when}.", {
          end: endWords(last),
          when: formatWhen(last.savedAt, Date.now()),
        })}
      </p>
      <div className={dock.noticeButtons}>
        <Button onClick={() => onOpen(last.file)}>{say("Take the weights up")}</Button>
        <Button look="plain" onClick={withdrawOffer}>
          {say("Not now")}
        </Button>
      </div>
    </div>
  );
}
