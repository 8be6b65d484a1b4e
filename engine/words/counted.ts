import { phrase, translate } from "./say.ts";

const things = {
  batch: phrase("{count, plural, one {# batch} other {# batches}}"),
  epoch: phrase("{count, plural, one {# epoch} other {# epochs}}"),
  example: phrase("{count, plural, one {# example} other {# examples}}"),
  malformedRow: phrase("{count, plural, one {# malformed row} other {# malformed rows}}"),
  number: phrase("{count, plural, one {# number} other {# numbers}}"),
  picture: phrase("{count, plural, one {# picture} other {# pictures}}"),
  row: phrase("{count, plural, one {# row} other {# rows}}"),
  step: phrase("{count, plural, one {# step} other {# steps}}"),
  trainingExample: phrase("{count, plural, one {# training example} other {# training examples}}"),
  value: phrase("{count, plural, one {# value} other {# values}}"),
} as const;

/** `1 epoch`, `3,000 epochs`, in the person's language. */
export function counted(count: number, thing: keyof typeof things): string {
  return translate(things[thing], { count });
}
