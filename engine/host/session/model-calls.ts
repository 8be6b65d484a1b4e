import type { WorkerService } from "../../client.ts";
import { gather } from "../../data/batches.ts";
import type { Dataset } from "../../data/dataset.ts";
import { examplesOf } from "../../data/split.ts";
import { modelText, openModel } from "../../export/model.ts";
import type { ModelFile } from "../../export/model-file.ts";
import type { ImportedModel } from "../../protocol.ts";
import { sizeOf } from "../../tensor.ts";
import type { RunControl } from "./control.ts";

/** Examples that an exported model carries as its proof. */
const testVectorCount = 4;

/** The calls that take a trained model out, and in again. */
export function modelCalls(control: RunControl) {
  return {
    exportModel: (): { readonly text: string; readonly weightsHash: string } => {
      const { project, trainer, result } = control.needRun();
      const { dataset, memory, lastValidation } = trainer;
      return modelText({
        project,
        kernels: control.parts.newKernels(),
        weights: memory.weights,
        inputShape: dataset.inputShape,
        classNames: dataset.classNames,
        targets: modelTargets(dataset),
        preprocessing: dataset.preprocessing,
        metrics: {
          epochs: trainer.epoch,
          validationAccuracy: lastValidation?.accuracy ?? null,
          validationLoss: lastValidation?.loss ?? null,
          testAccuracy: result?.testAccuracy ?? null,
          testLoss: result?.testLoss ?? null,
        },
        testInputs: testInputs(dataset),
      });
    },

    importModel: async ({
      text,
      folder = null,
    }: {
      readonly text: string;
      readonly folder?: string | null;
    }): Promise<ImportedModel> => {
      const model = openModel(text, control.parts.newKernels());
      const { project, weights, file } = model;
      if (project.data) {
        const loading = control.newTurn();
        const dataset = await control.shelf.open(project.data, folder);
        control.checkTurn(loading);
        await control.begin(control.interrupt(), project, dataset);
        control.needRun().trainer.memory.setWeights(weights);
        control.sendPictures();
        control.setState("stopped");
      }
      return {
        project,
        testVectors: model.testVectors,
        verified: model.verified,
        parameters: model.parameters,
        metrics: { testAccuracy: file.metrics.testAccuracy, testLoss: file.metrics.testLoss },
        classNames: file.classNames,
        targets: file.targets
          ? { task: file.targets.task, names: file.targets.columns.map(({ name }) => name) }
          : null,
      };
    },
  } satisfies Partial<WorkerService>;
}

function modelTargets({ task, targets }: Dataset): ModelFile["targets"] {
  return task === "classes" || !targets ? undefined : { task, columns: targets.columns };
}

function testInputs(dataset: Dataset): Float32Array {
  const examples = examplesOf(dataset, "test");
  const count = Math.min(testVectorCount, examples.length);
  const inputs = new Float32Array(count * sizeOf(dataset.inputShape));
  gather(dataset, examples, 0, count, inputs, 0, new Uint8Array(count));
  return inputs;
}
