import type { WorkerService } from "../../client.ts";
import type { Dataset, DatasetReference } from "../../data/dataset.ts";
import { exampleByExample, oneAfterAnother, standIn, traitsOf } from "../../data/stand-in.ts";
import { copyOf, layersOf } from "../../export/copy-layer.ts";
import { modelText, type OpenedModel, openModel } from "../../export/model.ts";
import type { CopiedWeights } from "../../graph/copied.ts";
import type { Project } from "../../project/project.ts";
import type { ImportedModel, MissingData, ModelLayers } from "../../protocol.ts";
import { TroubleError } from "../../trouble.ts";
import { movedReference } from "../own-file.ts";
import type { Missing, RunControl } from "./control.ts";
import { cardOf } from "./data-calls.ts";

/** The calls that take a trained model out, and in again. */
export function modelCalls(control: RunControl) {
  return {
    exportModel: (
      request?: { readonly folder?: string } | null,
    ): { readonly text: string; readonly weightsHash: string } => {
      const to = request?.folder;
      const { project: trained, folder: from, trainer, result, missing } = control.needRun();
      const { data } = trained;
      const moves = data !== null && from !== null && to !== undefined;
      const project = moves ? { ...trained, data: movedReference(data, from, to) } : trained;
      const { dataset, memory, lastValidation } = trainer;
      const { inputs, ...traits } = traitsOf(dataset);
      return modelText({
        project,
        kernels: control.parts.newKernels(),
        weights: memory.weights,
        ...traits,
        metrics: {
          epochs: trainer.epoch,
          validationAccuracy: lastValidation?.accuracy ?? null,
          validationLoss: lastValidation?.loss ?? null,
          testAccuracy: result?.testAccuracy ?? null,
          testLoss: result?.testLoss ?? null,
        },
        testInputs: missing ? oneAfterAnother(missing.examples) : inputs,
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
      const { project, file } = model;
      const loading = control.newTurn();
      const dataset = project.data && (await dataOf(project.data, folder));
      control.checkTurn(loading);
      let missing: MissingData | null = null;
      if (project.data === null || dataset === null) {
        control.interrupt();
        control.setState("idle");
      } else if (dataset instanceof TroubleError) {
        const { data } = project;
        const { trouble } = dataset;
        const inPlace = standIn(data, file);
        missing = { trouble, card: cardOf(inPlace) };
        await take(model, project, folder, inPlace, {
          trouble,
          examples: exampleByExample(model.inputs, file.inputShape),
          reopen: async (found, place) =>
            take(model, { ...project, data: found }, place, await control.shelf.open(found, place)),
        });
      } else await take(model, project, folder, dataset);
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
        missing,
      };
    },
  } satisfies Partial<WorkerService>;

  /** Makes the model the run. */
  async function take(
    { weights }: OpenedModel,
    project: Project,
    folder: string | null,
    dataset: Dataset,
    missing: Missing | null = null,
  ): Promise<void> {
    await control.begin(control.interrupt(), { project, folder, dataset, missing });
    control.needRun().trainer.memory.setWeights(weights);
    control.sendPictures();
    control.setState("stopped");
  }

  /** Its data, or why it cannot be had: a model opens without them. */
  function dataOf(data: DatasetReference, folder: string | null): Promise<Dataset | TroubleError> {
    return control.shelf.open(data, folder).catch((error: unknown) => {
      if (error instanceof TroubleError) return error;
      throw error;
    });
  }
}
