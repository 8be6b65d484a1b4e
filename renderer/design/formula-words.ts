import { phrase, translate } from "../../engine/words/say.ts";

/** The words that stand in the formulas of layers, losses, rules and problems. */
const words: readonly string[] = [
  phrase("after"),
  phrase("before"),
  phrase("bytes"),
  phrase("else"),
  phrase("epochs without a lower"),
  phrase("expected"),
  phrase("for"),
  phrase("group of"),
  phrase("mirrored outside"),
  phrase("or"),
  phrase("otherwise"),
  phrase("received"),
  phrase("the border outside"),
  phrase("with probability"),
  phrase("zero outside"),
];

/** TeX with the words in `\\text{...}` in the person's language. */
export function formulaInWords(tex: string): string {
  return tex.replace(/(\\text\{\s*)([^{}]*?)(\s*\})/g, (all, before: string, text: string, after: string) =>
    words.includes(text) ? `${before}${translate(text)}${after}` : all,
  );
}
