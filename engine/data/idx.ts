import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";

/** An array of unsigned bytes read from an IDX file; the last dimension varies fastest. */
export interface IdxArray {
  readonly dimensions: readonly number[];
  readonly data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads an IDX file (the format of MNIST, described by Y. LeCun, C. Cortes and C. Burges): two zero bytes, a type, the
 * number of dimensions, each dimension as a big-endian 32-bit number, then the elements. Only unsigned bytes
 * are read. The elements are a view, not a copy.
 * @param file the name used in messages.
 * @throws TroubleError naming the file, the place and the reason.
 */
export function parseIdx(bytes: Uint8Array, file: string, rank: number): IdxArray {
  const fault = (place: string, reason: string) => dataTrouble(`${file}, ${place}`, reason);
  const header = 4 + 4 * rank;
  if (bytes.length < 4)
    throw fault(
      say("byte {offset}", { offset: 0 }),
      say("An IDX file starts with 4 bytes, here are {bytes}.", { bytes: bytes.length }),
    );
  if (bytes[0] !== 0 || bytes[1] !== 0) {
    throw fault(
      say("byte {offset}", { offset: 0 }),
      say("An IDX file starts with two zero bytes, not {first} and {second}.", {
        first: bytes[0],
        second: bytes[1],
      }),
    );
  }
  if (bytes[2] !== UNSIGNED_BYTE) {
    throw fault(
      say("byte {offset}", { offset: 2 }),
      say("Only unsigned bytes (type 8) can be read, not type {type}.", { type: bytes[2] }),
    );
  }
  if (bytes[3] !== rank)
    throw fault(
      say("byte {offset}", { offset: 3 }),
      say("{rank} dimensions are wanted, not {found}.", { rank, found: bytes[3] }),
    );
  if (bytes.length < header) {
    throw fault(
      say("byte {offset}", { offset: 4 }),
      say("The file ends inside its header: {header} bytes are wanted, here are {bytes}.", {
        header,
        bytes: bytes.length,
      }),
    );
  }
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dimensions: number[] = [];
  let size = 1;
  for (let axis = 0; axis < rank; axis += 1) {
    const length = numbers.getUint32(4 + 4 * axis);
    if (length === 0)
      throw fault(
        say("byte {offset}", { offset: 4 + 4 * axis }),
        say("Dimension {axis} is zero.", { axis: axis + 1 }),
      );
    dimensions.push(length);
    size *= length;
  }
  if (bytes.length - header !== size) {
    throw fault(
      say("byte {offset}", { offset: header }),
      say("{dimensions} elements are declared ({size} bytes), but {bytes} follow.", {
        dimensions: dimensions.join(" x "),
        size,
        bytes: bytes.length - header,
      }),
    );
  }
  return { dimensions, data: bytes.subarray(header) };
}

/** Reads a list of class labels. @throws TroubleError when a label is not below `classes`, or as parseIdx does. */
export function parseIdxLabels(bytes: Uint8Array, file: string, classes: number): Uint8Array {
  const { data } = parseIdx(bytes, file, 1);
  const wrong = data.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw dataTrouble(
      say("{file}, byte {offset}", { file, offset: 8 + wrong }),
      say("Label {label} of example {example} is not one of the {classes} classes 0 to {last}.", {
        label: data[wrong],
        example: wrong,
        classes,
        last: classes - 1,
      }),
    );
  }
  return data;
}
