import { say } from "../../engine/words/say.ts";
import { areProbabilities } from "../views/values.ts";
import { answersOfProbeCsv, layerCsv } from "./inspect-tables.ts";
import { SaveMenu } from "./save-menu.tsx";
import { useTraining } from "./store.ts";
import { useAskedNames, useTask } from "./use-task.ts";

/** A button that saves what the network says of the probe: a picture of the section, and the numbers of all classes. */
export function SaveAnswers({
  title,
  className,
}: {
  readonly title: string;
  readonly className?: string | undefined;
}) {
  const names = useAskedNames();
  const isGivenBack = useTask() === "reconstruction";
  const table = () => {
    const { pictures } = useTraining.getState();
    if (!pictures) throw new Error(say("There is no answer yet."));
    const { probe, probabilities, answer } = pictures;
    return isGivenBack
      ? layerCsv({ shape: probe.shape, values: probabilities })
      : answersOfProbeCsv(probabilities, names, areProbabilities(probabilities, answer));
  };
  return <SaveMenu title={title} side="top" className={className} saved={{ png: "section", csv: table }} />;
}
