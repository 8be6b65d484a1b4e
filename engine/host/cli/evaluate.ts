import path from "node:path";
import { z } from "zod";
import { gather } from "../../data/batches.ts";
import { asAsked, writeTargets } from "../../data/targets.ts";
import { openModel } from "../../export/model.ts";
import { TrainedNetwork } from "../../export/trained-network.ts";
import { sizeOf } from "../../tensor.ts";
import { scoreFrom, scoringFor } from "../../training/scoring.ts";
import { TroubleError } from "../../trouble.ts";
import { loadDataset } from "../datasets.ts";
import { openKernels } from "../kernels.ts";
import { readModelText } from "../project-file.ts";
import { flatTargets, scoreFields, scoreWords, targetLines } from "./measure-words.ts";
import { bar, whole } from "./numbers.ts";
import { parseOptions } from "./options.ts";
import { exitCodes, type Subcommand } from "./subcommand.ts";

export const modelWord = { name: "<model>", help: "a model file, as written by train --out or the window" };

/** As many examples at a time as the trainer tests with, so that the sums are the same to the last bit. */
const batchSize = 250;

export const evaluateCommand: Subcommand = {
  name: "evaluate",
  summary: "run a trained model on the test examples of its data set",
  words: [modelWord],
  options: [{ flags: "--json", help: "one JSON object with the result" }],
  async run([file = ""], typed, terminal) {
    const { json } = parseOptions(z.object({ json: z.boolean().default(false) }), typed);
    const newKernels = await openKernels();
    const model = openModel(await readModelText(file), newKernels());
    const { data, graph, name } = model.project;
    if (!data)
      throw new TroubleError({
        title: "This model cannot be evaluated",
        reason: "It does not say which data set it was trained on.",
        next: "Use predict with a picture of your own.",
      });
    if (!json)
      terminal.line(
        `${name}: ${whole(model.parameters)} parameters, ${model.verified} of ${model.testVectors} test vectors came out bit for bit`,
      );
    const dataset = asAsked(await loadDataset(data, { folder: path.dirname(path.resolve(file)) }), graph);
    const { test } = dataset.split;
    const size = Math.min(batchSize, Math.max(test.length, dataset.split.validation.length));
    // Right answers are counted where the network's numbers lie: kernels of another memory would see nothing of them.
    const kernels = newKernels();
    const network = new TrainedNetwork(graph, kernels, size);
    network.load(model.weights);
    const inputs = new Float32Array(size * sizeOf(dataset.inputShape));
    const scoring = scoringFor(network.plan, dataset);
    const tally = scoring.newTally();
    let [loss, points] = [0, 0];
    for (let start = 0; start < test.length; start += size) {
      const count = Math.min(size, test.length - start);
      gather(dataset, test, start, count, inputs, 0);
      loss += network.score(
        inputs,
        count,
        ({ data: into, offset, size: all }) =>
          writeTargets(dataset, test, start, count, into, offset, all / count),
        (prediction, target) => {
          tally.add(prediction, target);
          points += scoring.points(kernels, prediction, target);
        },
      );
      if (!json) terminal.setStatus(`Testing ${bar((start + count) / test.length, 24)}`);
    }
    const targets = tally.result();
    const score = scoreFrom(dataset, points, test.length, targets);
    const testLoss = loss / test.length;
    if (json) {
      const { parameters, verified, file: saved } = model;
      terminal.json({
        event: "done",
        ...scoreFields("test", dataset.task, score),
        testLoss,
        ...(targets.length > 0 ? { testTargets: flatTargets(targets) } : {}),
        examples: test.length,
        parameters,
        verified,
        weightsHash: saved.weightsHash,
      });
    } else
      terminal.line(
        `Test ${scoreWords(dataset.task, score)}, test loss ${testLoss.toFixed(4)} on ${whole(test.length)} examples`,
      );
    if (!json) for (const line of targetLines(targets)) terminal.line(line);
    return exitCodes.done;
  },
};
