import { describe, expect, it } from "vitest";
import { Terminal } from "./terminal.ts";

/** An output that keeps what is written. */
function output(settings: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  let text = "";
  return {
    ...settings,
    write(chunk: string | Uint8Array) {
      text += String(chunk);
      return true;
    },
    get text() {
      return text;
    },
  };
}

const clearLine = "\r\u001b[K";

describe("a status line", () => {
  it("is rewritten in place and makes room for a line, where a person watches", () => {
    const out = output({ isTTY: true, columns: 40 });
    const terminal = new Terminal(out, output());
    terminal.setStatus("10 %");
    terminal.setStatus("20 %");
    terminal.line("Epoch 1");
    expect(out.text).toBe(`${clearLine}10 %${clearLine}20 %${clearLine}Epoch 1\n`);
  });

  it("never wraps: a wrapped line could not be rewritten", () => {
    const out = output({ isTTY: true, columns: 10 });
    new Terminal(out, output()).setStatus("0123456789abcdef");
    expect(out.text).toBe(`${clearLine}012345678`);
  });

  it("leaves nothing in a file or a pipe", () => {
    const [out, error] = [output(), output()];
    const terminal = new Terminal(out, error);
    terminal.setStatus("10 %");
    terminal.line("Epoch 1");
    terminal.problem("It failed.");
    expect([out.text, error.text]).toEqual(["Epoch 1\n", "It failed.\n"]);
  });
});
