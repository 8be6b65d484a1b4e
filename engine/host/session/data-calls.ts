import type { WorkerService } from "../../client.ts";
import type { DatasetReference } from "../../data/dataset.ts";
import { countPerClass, preview } from "../../data/preview.ts";
import type { DataCard, SurveyedTable } from "../../protocol.ts";
import type { RunControl } from "./control.ts";

/** The calls about data sets, with or without a run. */
export function dataCalls(control: RunControl) {
  return {
    describeData: async ({
      data,
      folder = null,
    }: {
      readonly data: DatasetReference;
      readonly folder?: string | null;
    }): Promise<DataCard> => {
      const dataset = await control.shelf.open(data, folder);
      const { train, validation, test } = dataset.split;
      return {
        name: dataset.name,
        summary: dataset.summary,
        inputShape: dataset.inputShape,
        classNames: dataset.classNames,
        sizes: { train: train.length, validation: validation.length, test: test.length },
        perClass: countPerClass(dataset),
        examples: preview(dataset),
        source: dataset.provenance.source,
        licence: dataset.provenance.licence,
      };
    },

    surveyTable: async ({ file }: { readonly file: string }): Promise<SurveyedTable> => {
      const { surveyTable } = await import("../table-file.ts");
      return surveyTable(file);
    },
  } satisfies Partial<WorkerService>;
}
