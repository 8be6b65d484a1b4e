/** Above this many, every other value goes. */
const most = 4096;

/**
 * A growing list that never has more than a few thousand values: when it is full, every other one goes, and from then on
 * only every second, fourth, eighth... new one is kept. The last one added is always there.
 */
export class Thinned<Value> {
  private kept: Value[];
  private every = 1;
  private skipped = 0;

  constructor(values: readonly Value[]) {
    this.kept = [...values];
    this.halveWhenFull();
  }

  get values(): readonly Value[] {
    return [...this.kept];
  }

  add(value: Value): void {
    // The last one is there for now: the next replaces it unless its turn has come.
    if (this.skipped > 0) this.kept.pop();
    this.kept.push(value);
    this.skipped = (this.skipped + 1) % this.every;
    this.halveWhenFull();
  }

  private halveWhenFull(): void {
    while (this.kept.length > most) {
      const last = this.kept.length - 1;
      this.kept = this.kept.filter((_, at) => at % 2 === 0 || at === last);
      this.every *= 2;
      this.skipped = 0;
    }
  }
}
