import katex from "katex";

/** Renders TeX as the window does and throws where KaTeX cannot read it. */
export function readFormula(tex: string): string {
  return katex.renderToString(tex, {
    throwOnError: true,
    strict: "error",
    macros: { "\\fwd": "\\textcolor{teal}{#1}", "\\bwd": "\\textcolor{red}{#1}" },
  });
}
