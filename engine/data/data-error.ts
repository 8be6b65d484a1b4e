/** A data file, an image or a reference to them that is not what it should be. The message is for people. */
export class DataError extends Error {
  override readonly name = "DataError";
}
