import type { WorkerService } from "../../client.ts";
import { gather } from "../../data/batches.ts";
import type { Dataset, DatasetReference } from "../../data/dataset.ts";
import { examplesOf } from "../../data/split.ts";
import { targetSketch } from "../../data/targets.ts";
import { copyOf, layersOf } from "../../export/copy-layer.ts";
import { modelText, openModel } from "../../export/model.ts";
import type { ModelFile } from "../../export/model-file.ts";
import type { CopiedWeights } from "../../graph/copied.ts";
import type { ImportedModel, ModelLayers } from "../../protocol.ts";
import { sizeOf } from "../../tensor.ts";
import { TroubleError } from "../../trouble.ts";
import { movedReference } from "../own-file.ts";
import type { RunControl } from "./control.ts";

/** Examples that an exported model carries as its proof. */
const testVectorCount = 4;

/** The calls that take a trained model out, and in again. */
export function modelCalls(control: RunControl) {
  return {
    exportModel: (
      request?: { readonly folder?: string } | null,
    ): { readonly text: string; readonly weightsHash: string } => {
      const to = request?.folder;
      const { project: trained, folder: from, trainer, result } = control.needRun();
      const { data } = trained;
      const moves = data !== null && from !== null && to !== undefined;
      const project = moves ? { ...trained, data: movedReference(data, from, to) } : trained;
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

    modelLayers: ({ text }: { readonly text: string }): ModelLayers =>
      layersOf(openModel(text, control.parts.newKernels())),

    copyLayer: ({ text, node }: { readonly text: string; readonly node: string }): CopiedWeights =>
      copyOf(openModel(text, control.parts.newKernels()), node),

    importModel: async ({
      text,
      folder = null,
    }: {
      readonly text: string;
      readonly folder?: string | null;
    }): Promise<ImportedModel> => {
      const model = openModel(text, control.parts.newKernels());
      const { project, weights, file } = model;
      const loading = control.newTurn();
      const dataset = project.data && (await dataOf(project.data, folder));
      control.checkTurn(loading);
      if (dataset instanceof TroubleError || dataset === null) {
        control.interrupt();
        control.setState("idle");
      } else {
        await control.begin(control.interrupt(), { project, folder }, dataset);
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
        dataTrouble: dataset instanceof TroubleError ? dataset.trouble : null,
      };
    },
  } satisfies Partial<WorkerService>;

  /** Its data, or why it cannot be had: a model opens without. */
  function dataOf(data: DatasetReference, folder: string | null): Promise<Dataset | TroubleError> {
    return control.shelf.open(data, folder).catch((error: unknown) => {
      if (error instanceof TroubleError) return error;
      throw error;
    });
  }
}

function modelTargets(dataset: Dataset): ModelFile["targets"] {
  const sketch = targetSketch(dataset);
  return sketch && dataset.targets ? { task: sketch.task, columns: dataset.targets.columns } : undefined;
}

function testInputs(dataset: Dataset): Float32Array {
  const examples = examplesOf(dataset, "test");
  const count = Math.min(testVectorCount, examples.length);
  const inputs = new Float32Array(count * sizeOf(dataset.inputShape));
  gather(dataset, examples, 0, count, inputs, 0, new Uint8Array(count));
  return inputs;
}
