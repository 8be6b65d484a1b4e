import type { WriteStream } from "node:tty";

type Output = Pick<WriteStream, "write"> & { readonly isTTY?: boolean; readonly columns?: number };

/** Where a subcommand writes. One line at the bottom may be rewritten, on a terminal only. */
export class Terminal {
  private readonly out: Output;
  private readonly error: Output;
  private status = "";

  constructor(out: Output, error: Output) {
    this.out = out;
    this.error = error;
  }

  /** A person watches standard output, so lines may be rewritten. */
  get isInteractive(): boolean {
    return this.out.isTTY === true;
  }

  get columns(): number {
    return this.out.columns || 80; // some pseudo-terminals say 0
  }

  line(text: string): void {
    this.clearStatus();
    this.out.write(`${text}\n`);
  }

  /** One JSON object on a line of its own. */
  json(value: object): void {
    this.line(JSON.stringify(value));
  }

  /** Shown until the next line or status; nothing where nobody watches. */
  setStatus(text: string): void {
    if (!this.isInteractive) return;
    const shown = text.length < this.columns ? text : text.slice(0, this.columns - 1);
    this.out.write(`\r\u001b[K${shown}`);
    this.status = shown;
  }

  clearStatus(): void {
    if (this.status !== "") this.out.write("\r\u001b[K");
    this.status = "";
  }

  problem(text: string): void {
    this.clearStatus();
    this.error.write(`${text}\n`);
  }
}
