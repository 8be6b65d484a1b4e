/** The part of Papa Parse that is used here. Its own types ask for those of Node and the DOM, which the engine has not. */
declare module "papaparse" {
  export interface ParsedRows {
    readonly data: readonly string[][];
    readonly errors: readonly { readonly code: string; readonly row?: number }[];
    /** `cursor` is where the rows end that were parsed. */
    readonly meta: { readonly cursor: number };
  }
  /** The parser below the convenience functions: rows of a text, one piece after another. */
  class Parser {
    constructor(settings: {
      readonly delimiter: string;
      readonly newline: "\n";
      readonly preview?: number;
      readonly step?: (row: ParsedRows) => void;
    });
    /** Ends the parsing after this step. */
    abort(): void;
    /** @param leaveLast leaves the last row, which may go on in the next piece. */
    parse(text: string, start: number, leaveLast: boolean): ParsedRows;
  }
  const papa: { readonly Parser: typeof Parser };
  export default papa;
}
