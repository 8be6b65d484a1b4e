import papa from "papaparse";
import { formatNumber } from "../words/numbers.ts";
import { say } from "../words/say.ts";
import { dataTrouble } from "./data-trouble.ts";

/** A row of a text table, as it stands there. */
export interface TextRow {
  /** The line it begins in, 1 for the first of the file. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Whether a comma in a number is its decimal sign, as where semicolons divide the cells. */
  readonly comma: boolean;
  /** What is wrong with its quotes, as a sentence; null when nothing is. */
  readonly fault: string | null;
}

/** The comma last: in a table of decimal commas it cuts as evenly as what divides the cells. */
const delimiters = [";", "\t", "|", ","] as const;
/** Characters: a longer row is a quote that was never closed, and would fill the memory. */
const longestRow = 1 << 20;
/** Rows that the delimiter is guessed from. */
const guessRows = 20;

/**
 * Reads CSV and TSV (RFC 4180, any of `, ; tab |`, any line end) piece by piece and hands on each row as soon as it is
 * complete; holds no more than a piece and a row. Empty lines are passed over.
 * @throws TroubleError when a row never ends or the text is none.
 */
export class DelimitedReader {
  private readonly file: string;
  private readonly onRow: (row: TextRow) => void;
  private delimiter: string | null = null;
  private rest = "";
  private line = 1;
  private endsInReturn = false;

  constructor(file: string, onRow: (row: TextRow) => void) {
    this.file = file;
    this.onRow = onRow;
  }

  /** The next piece of the text; a piece may end anywhere. */
  push(piece: string): void {
    if (piece.includes("\0"))
      throw dataTrouble(
        this.file,
        say("It is not a text file: it has a zero byte."),
        say("Save the table as CSV in UTF-8."),
      );
    const text = (this.endsInReturn ? "\r" : "") + piece;
    this.endsInReturn = text.endsWith("\r");
    this.rest += (this.endsInReturn ? text.slice(0, -1) : text).replace(/\r\n?/g, "\n");
    this.read(true);
    if (this.rest.length > longestRow)
      throw dataTrouble(
        say("{file}, line {line}", { file: this.file, line: this.line }),
        say("This row has more than {longestRow} characters: a quote that opens here may never close.", {
          longestRow: formatNumber(longestRow),
        }),
        say("Correct the line in a text editor."),
      );
  }

  /** After the last piece. */
  end(): void {
    if (this.endsInReturn) this.rest += "\n";
    this.endsInReturn = false;
    this.read(false);
  }

  private read(leaveLast: boolean): void {
    if (leaveLast && !this.rest.includes("\n")) return;
    this.delimiter ??= guessDelimiter(this.rest);
    this.rest = this.rowsOf(this.rest, this.delimiter, leaveLast);
  }

  /** Hands on the complete rows of a text; gives what is left of it. */
  private rowsOf(text: string, delimiter: string, leaveLast: boolean): string {
    let from = 0;
    for (let goesOn = true; goesOn; ) {
      const start = from;
      goesOn = false;
      const parser = new papa.Parser({
        delimiter,
        newline: "\n",
        step: ({ data, errors, meta }) => {
          const cells = data[0] ?? [];
          const fault = errors[0] ? faultWords(errors[0].code) : null;
          const firstEnd = text.indexOf("\n", from);
          const line = this.line;
          // A quote that goes wrong may swallow good rows: only its first line is given up.
          goesOn = fault !== null && firstEnd >= 0 && firstEnd + 1 < start + meta.cursor;
          const end = goesOn ? firstEnd + 1 : start + meta.cursor;
          for (let at = firstEnd; at >= 0 && at < end; at = text.indexOf("\n", at + 1)) this.line += 1;
          from = end;
          if (cells.length > 1 || cells[0]?.trim())
            this.onRow({ line, cells, comma: delimiter !== ",", fault });
          if (goesOn) parser.abort();
        },
      });
      parser.parse(text.slice(start), 0, leaveLast);
    }
    return leaveLast ? text.slice(from) : "";
  }
}

function faultWords(code: string): string {
  return code === "MissingQuotes"
    ? say("A quote opens in this row and never closes.")
    : say("A quoted value of this row goes on after its closing quote.");
}

/** The first delimiter that cuts all of the first rows alike; else the one that cuts most of them so. */
function guessDelimiter(text: string): string {
  const scores = delimiters.map((delimiter) => {
    const { data } = new papa.Parser({ delimiter, newline: "\n", preview: guessRows }).parse(text, 0, true);
    const widths = data.filter((cells) => cells.length > 1 || cells[0]?.trim()).map((cells) => cells.length);
    const width = widths[0] ?? 1;
    const alike = widths.filter((other) => other === width).length / Math.max(1, widths.length);
    return { delimiter, isEven: width > 1 && alike === 1, score: width > 1 ? alike * 1e6 + width : 0 };
  });
  const even = scores.find(({ isEven }) => isEven);
  if (even) return even.delimiter;
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}
