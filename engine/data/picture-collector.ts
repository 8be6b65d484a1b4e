import { sizeOf } from "../tensor.ts";
import { counted } from "../words/counted.ts";
import { formatNumber, numberFormat } from "../words/numbers.ts";
import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";
import type { Dataset } from "./dataset-record.ts";
import { fitPicture } from "./fit-picture.ts";
import { fileName } from "./own-file.ts";
import type { PictureFolderReference } from "./picture-folder-reference.ts";
import type { PicturePart, PlacedPicture } from "./picture-layout.ts";
import type { Raster } from "./raster.ts";
import { alternatingOrder, fixedSplitSeed, shares, stratifiedSplit } from "./split.ts";

/** Bytes of all pictures at their new size, most. */
const mostBytes = 2 ** 31;
/** Pictures that cannot be read and are told by name, most. */
const mostTold = 1000;
/** Of these in one sentence. */
const mostListed = 20;

const parts: readonly PicturePart[] = ["learning", "validation", "test"];

/** Takes pictures one after another, each at its new size; holds nothing else of them. */
export class PictureCollector {
  private readonly reference: PictureFolderReference;
  private readonly name: string;
  private readonly size: number;
  /** Those of a part lie together, in the order of `parts`. */
  private readonly data: Uint8Array;
  private readonly kept: { readonly label: number; readonly part: PicturePart }[] = [];
  private readonly told: string[] = [];
  private damaged = 0;

  /** @throws TroubleError when so many pictures of this size would not fit into memory. */
  constructor(reference: PictureFolderReference, count: number) {
    this.reference = reference;
    this.name = fileName(reference.file);
    this.size = sizeOf(reference.inputShape);
    if (count * this.size > mostBytes)
      throw dataTrouble(
        this.name,
        say("{count} pictures of {size} take {needed} GB; the most is {most} GB.", {
          count: formatNumber(count),
          size: reference.inputShape.join("x"),
          needed: gigabytes(count * this.size),
          most: gigabytes(mostBytes),
        }),
        say("Choose a smaller size, or grey."),
      );
    this.data = new Uint8Array(count * this.size);
  }

  add({ label, part }: PlacedPicture, picture: Raster): void {
    const { inputShape, fit } = this.reference;
    fitPicture(picture, inputShape, fit, this.data, this.kept.length * this.size);
    this.kept.push({ label, part });
  }

  /** A picture that cannot be read. @param reason with its name. */
  skip(reason: string): void {
    this.damaged += 1;
    if (this.told.length < mostTold) this.told.push(reason);
  }

  /** @throws TroubleError when pictures could not be read and none shall be skipped, or a class has none left. */
  result(): Dataset {
    const { reference, name, kept } = this;
    if (this.damaged > 0 && reference.corrupt === "stop")
      throw dataTrouble(
        say("{name}: {counted} cannot be read", { name, counted: counted(this.damaged, "picture") }),
        this.list(),
        say("Repair or remove them, or have damaged pictures skipped."),
      );
    const labels = Uint8Array.from(kept, ({ label }) => label);
    const split = this.split(labels);
    const lost = reference.classNames.findIndex(
      (_, label) => !split.train.some((at) => labels[at] === label),
    );
    if (lost >= 0)
      throw dataTrouble(
        `${name}, ${reference.classNames[lost]}`,
        say("This class has no picture left to learn from."),
        say("Put more pictures of it into its folder, or remove the folder."),
      );
    return {
      id: "picture-folder",
      name,
      summary: [
        say("{counted} of your own.", { counted: counted(labels.length, "picture") }),
        this.damaged > 0
          ? say("{counted} left out that cannot be read: {list}", {
              counted: counted(this.damaged, "picture"),
              list: this.list(),
            })
          : "",
      ]
        .filter(Boolean)
        .join(" "),
      inputShape: reference.inputShape,
      task: "classes",
      classNames: reference.classNames,
      inputs: { kind: "bytes", data: this.data.subarray(0, labels.length * this.size) },
      labels,
      split,
      preprocessing: { scale: 1 / 255, offset: 0 },
      fit: reference.fit,
      provenance: { source: say("Pictures of your own: {name}.", { name }), licence: say("Your own data.") },
      ...(this.damaged > 0
        ? { leftOut: { of: "picture", count: this.damaged, told: this.told } as const }
        : {}),
    };
  }

  private list(): string {
    const listed = this.told.slice(0, mostListed);
    const more = this.damaged - listed.length;
    if (more > 0) listed.push(say("And {more, number} more.", { more }));
    return listed.join(" ");
  }

  /** Parts as the folders say; where they have none, a tenth is for validation and 15 % of each class for the test. */
  private split(labels: Uint8Array): Dataset["split"] {
    const [learning, validation, test] = parts.map((part) =>
      this.kept.flatMap((each, index) => (each.part === part ? [index] : [])),
    );
    const own = stratified(labels, learning ?? [], validation?.length ? 0 : 0.1, test?.length ? 0 : 0.15);
    return {
      train: own.train,
      validation: validation?.length ? stratified(labels, validation, 0, 0).train : own.validation,
      test: test?.length ? stratified(labels, test, 0, 0).train : own.test,
    };
  }
}

/** A split of some of the examples, by their numbers. */
function stratified(
  labels: Uint8Array,
  examples: readonly number[],
  validation: number,
  test: number,
): Dataset["split"] {
  const some = Uint8Array.from(examples, (example) => labels[example] as number);
  const back = (places: Uint32Array) => places.map((place) => examples[place] as number);
  const split =
    validation + test > 0
      ? stratifiedSplit(some, 0, some.length, shares(validation, test), fixedSplitSeed)
      : {
          train: alternatingOrder(some, 0, some.length, fixedSplitSeed),
          validation: new Uint32Array(),
          test: new Uint32Array(),
        };
  return { train: back(split.train), validation: back(split.validation), test: back(split.test) };
}

function gigabytes(bytes: number): string {
  return numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(bytes / 1e9);
}
