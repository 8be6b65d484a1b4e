import type { Dataset, DatasetReference } from "../data/dataset.ts";

/** Generated sets come in endless variants: only the last few are kept. */
const most = 4;

/** The data sets that are loaded or loading, so that a card and a run share one. */
export class DatasetShelf {
  private readonly load: (reference: DatasetReference) => Promise<Dataset>;
  private readonly datasets = new Map<string, Promise<Dataset>>();

  constructor(load: (reference: DatasetReference) => Promise<Dataset>) {
    this.load = load;
  }

  open(reference: DatasetReference): Promise<Dataset> {
    const key = JSON.stringify(reference);
    const known = this.datasets.get(key);
    if (known) return known;
    const loading = this.load(reference);
    const oldest = this.datasets.size >= most ? this.datasets.keys().next().value : undefined;
    if (oldest !== undefined) this.datasets.delete(oldest);
    this.datasets.set(key, loading);
    loading.catch(() => this.datasets.delete(key));
    return loading;
  }
}
