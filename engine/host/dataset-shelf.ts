import type { Dataset, DatasetReference } from "../data/dataset.ts";
import { prepare } from "../data/prepare.ts";
import type { ReadOptions } from "./read-content.ts";

type LoadDataset = (
  reference: DatasetReference,
  folder: string | null,
  options?: ReadOptions,
) => Promise<Dataset>;

/** Generated sets come in endless variants: only the last few are kept. */
const most = 4;

/** The data sets that are loaded or loading, so that a card and a run share one. */
export class DatasetShelf {
  private readonly load: LoadDataset;
  private readonly datasets = new Map<string, Promise<Dataset>>();
  /** The last way in which each was wanted: a card and a run share that, too. */
  private readonly prepared = new WeakMap<Dataset, { readonly as: string; readonly dataset: Dataset }>();

  constructor(load: LoadDataset) {
    this.load = load;
  }

  /**
   * @param folder where the project lies, for data that is named from there.
   * @param options who hears of the loading and may end it; left out, the session's events tell.
   */
  async open(reference: DatasetReference, folder: string | null, options?: ReadOptions): Promise<Dataset> {
    const { preparation, ...plain } = reference;
    const loaded = await this.openPlain(plain, folder, options);
    if (!preparation) return loaded;
    const as = JSON.stringify(preparation);
    const known = this.prepared.get(loaded);
    if (known?.as === as) return known.dataset;
    const dataset = prepare(loaded, preparation);
    this.prepared.set(loaded, { as, dataset });
    return dataset;
  }

  private openPlain(
    reference: DatasetReference,
    folder: string | null,
    options?: ReadOptions,
  ): Promise<Dataset> {
    const key = JSON.stringify([reference, folder]);
    const known = this.datasets.get(key);
    if (known) return known;
    const loading = this.load(reference, folder, options);
    const oldest = this.datasets.size >= most ? this.datasets.keys().next().value : undefined;
    if (oldest !== undefined) this.datasets.delete(oldest);
    this.datasets.set(key, loading);
    loading.catch(() => this.datasets.delete(key));
    return loading;
  }
}
