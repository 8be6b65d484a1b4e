import { z } from "zod";
import { pictureAsSeen } from "../../data/fit-picture.ts";
import { openModel } from "../../export/model.ts";
import { TrainedNetwork } from "../../export/trained-network.ts";
import { asksForInput } from "../../graph/asked.ts";
import { whatIsSaid } from "../../inspect/said.ts";
import { answerNamed } from "../../layers/answers.ts";
import { readImageFile } from "../image-file.ts";
import { openKernels } from "../kernels.ts";
import { readModelText } from "../project-file.ts";
import { modelWord } from "./evaluate.ts";
import { percent, table } from "./numbers.ts";
import { parseOptions } from "./options.ts";
import { exitCodes, type Subcommand } from "./subcommand.ts";

const shownClasses = 3;

export const predictCommand: Subcommand = {
  name: "predict",
  summary: "ask a trained model what is on a picture, or what it makes of it",
  words: [modelWord, { name: "<image>", help: "a PNG, JPEG, WebP or GIF file" }],
  options: [{ flags: "--json", help: "one JSON object with every class" }],
  async run([modelFile = "", imageFile = ""], typed, terminal) {
    const { json } = parseOptions(z.object({ json: z.boolean().default(false) }), typed);
    const newKernels = await openKernels();
    const model = openModel(await readModelText(modelFile), newKernels());
    const { preprocessing, classNames, targets } = model.file;
    const network = new TrainedNetwork(model.project.graph, newKernels(), 1);
    network.load(model.weights);
    const picture = await readImageFile(imageFile);
    const input = pictureAsSeen(picture, network.inputShape, model.project.data, preprocessing);
    const numbers = network.run(input, 1);
    if (asksForInput(model.project.graph)) {
      const squares = numbers.reduce((sum, value, at) => sum + (value - (input[at] ?? Number.NaN)) ** 2, 0);
      const rmse = Math.sqrt(squares / numbers.length);
      if (json) terminal.json({ event: "done", class: null, rmse, outputs: [...numbers] });
      else
        terminal.line(`Given back with an error (RMSE) of ${rmse.toFixed(4)}. Add --json for the numbers.`);
      return exitCodes.done;
    }
    const said = whatIsSaid(network.plan.loss.answer, model.file, numbers, numbers.length);
    const names = targets?.columns.map(({ name }) => name) ?? classNames;
    const outputs = Array.from(said, (value, index) => ({
      name: names[index] ?? `Output ${index + 1}`,
      value,
    })).sort((a, b) => b.value - a.value);
    const { loss } = network.plan;
    const areShares = loss.forClasses || answerNamed(loss.answer).givesProbabilities;
    const isClass = !targets && areShares;
    if (json) terminal.json({ event: "done", class: isClass ? outputs[0]?.name : null, outputs });
    else
      for (const line of table(
        outputs
          .slice(0, isClass ? shownClasses : outputs.length)
          .map(({ name, value }) => [name, areShares ? percent(value) : value.toFixed(4)]),
        [false, true],
      ))
        terminal.line(line);
    return exitCodes.done;
  },
};
