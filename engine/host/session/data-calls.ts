import path from "node:path";
import type { WorkerService } from "../../client.ts";
import { gather } from "../../data/batches.ts";
import type { Dataset, DatasetReference } from "../../data/dataset.ts";
import { describeReference } from "../../data/describe.ts";
import { examplesIn, lookAtDataset } from "../../data/look.ts";
import { type PaintedReference, paintedFrom } from "../../data/painted.ts";
import { countPerClass, preview } from "../../data/preview.ts";
import { shownNames } from "../../data/shown-names.ts";
import { targetSketch } from "../../data/targets.ts";
import type {
  AugmentedExamples,
  AugmentRequest,
  DataCard,
  DataExamples,
  DataExamplesRequest,
  DataLook,
  FoundData,
  RunState,
} from "../../protocol.ts";
import { sizeOf } from "../../tensor.ts";
import { Augmenter } from "../../training/augment.ts";
import { translate } from "../../words/say.ts";
import { surveyFile } from "../survey-file.ts";
import type { RunControl } from "./control.ts";
import { Imports } from "./imports.ts";

/** The calls about data sets, with or without a run. */
export function dataCalls(control: RunControl) {
  const imports = new Imports(control.parts);
  return {
    describeData: async ({
      data,
      folder = null,
    }: {
      readonly data: DatasetReference;
      readonly folder?: string | null;
    }): Promise<DataCard> => cardOf(await control.shelf.open(data, folder)),

    lookAtData: async ({
      data,
      folder = null,
    }: {
      readonly data: DatasetReference;
      readonly folder?: string | null;
    }): Promise<DataLook> => lookAtDataset(await control.shelf.open(data, folder)),

    pointsOf: async ({ data }: { readonly data: DatasetReference }): Promise<PaintedReference | null> =>
      paintedFrom(await control.shelf.open(data, null)),

    dataExamples: async (request: DataExamplesRequest): Promise<DataExamples> =>
      examplesIn(await control.shelf.open(request.data, request.folder ?? null), request),

    augmentExamples: async (request: AugmentRequest): Promise<AugmentedExamples> =>
      augmented(await control.shelf.open(request.data, request.folder ?? null), request),

    surveyFile: ({ file, folder }: { readonly file: string; readonly folder: string }) =>
      imports.run<FoundData>(path.basename(file), (options) => surveyFile(file, folder, options)),

    readImport: ({ data, folder }: { readonly data: DatasetReference; readonly folder: string | null }) =>
      imports.run(describeReference(data).name, async (options) =>
        cardOf(await control.shelf.open(data, folder, options)),
      ),

    cancelImport: (): RunState => {
      imports.cancel();
      return control.state;
    },
  } satisfies Partial<WorkerService>;
}

function augmented(
  dataset: Dataset,
  { augmentation, seed, example, draws }: AugmentRequest,
): AugmentedExamples {
  const { train } = dataset.split;
  const chosen = Uint32Array.of(train[example % train.length] ?? 0);
  const size = sizeOf(dataset.inputShape);
  const values = new Float32Array((draws + 1) * size);
  const augmenter = new Augmenter(dataset, augmentation, seed);
  for (let draw = 0; draw <= draws; draw++) {
    gather(dataset, chosen, 0, 1, values, draw * size);
    if (draw > 0) augmenter.apply(values, draw * size, chosen, 0, 1, draw - 1);
  }
  return { shape: dataset.inputShape, values };
}

/** What a card shows of a data set. */
export function cardOf(dataset: Dataset): DataCard {
  const { train, validation, test } = dataset.split;
  return {
    name: translate(dataset.name),
    summary: translate(dataset.summary),
    inputShape: dataset.inputShape,
    classNames: shownNames(dataset, dataset.classNames),
    targets: targetSketch(dataset) ?? null,
    sizes: { train: train.length, validation: validation.length, test: test.length },
    perClass: countPerClass(dataset),
    examples: preview(dataset),
    source: translate(dataset.provenance.source),
    licence: translate(dataset.provenance.licence),
  };
}
