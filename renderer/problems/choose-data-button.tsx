import { Database } from "lucide-react";
import { say } from "../../engine/words/say.ts";

/** What helps against a problem that asks for data: opens the data chooser. */
export function ChooseDataButton({
  isPrimary = false,
  onClick,
}: {
  readonly isPrimary?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className={`problem-button${isPrimary ? " is-primary" : ""}`} onClick={onClick}>
      <Database size={14} aria-hidden />
      <span className="problem-button-words">{say("Choose a data set")}</span>
    </button>
  );
}
