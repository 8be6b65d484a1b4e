import katex from "katex";
import "katex/dist/katex.min.css";
import { useEffect, useLayoutEffect, useRef } from "react";

import { formulaInWords } from "./formula-words.ts";

// A face that comes late lays the whole page out anew: hundreds of layers, at the first click on one of them.
const sizes = ["KaTeX_Size1", "KaTeX_Size2", "KaTeX_Size4"];
for (const face of ["KaTeX_Main", "KaTeX_Math", ...sizes]) {
  const style = face === "KaTeX_Math" ? "italic" : "normal";
  document.fonts.load(`${style} 1em ${face}`).catch(() => {}); // drawn in another face, as without this
}

export interface FormulaProps {
  readonly tex: string;
  /** Set apart on a line of its own; else it runs with the text. */
  readonly display?: boolean;
}

/**
 * A formula with MathML for screen readers. `\fwd{...}` and `\bwd{...}` set terms in the two inks. KaTeX draws
 * into the DOM: its strings would carry style attributes, which the content security policy blocks.
 */
export function Formula({ tex, display = true }: FormulaProps) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!place.current) return;
    katex.render(formulaInWords(tex), place.current, {
      displayMode: display,
      throwOnError: false,
      errorColor: "currentColor",
      strict: (code: string) => (code === "htmlExtension" ? "ignore" : "warn"),
      trust: ({ command }) => command === "\\htmlClass",
      macros: {
        "\\fwd": "\\htmlClass{ink-forward}{#1}",
        "\\bwd": "\\htmlClass{ink-backward}{#1}",
      },
    });
  }, [tex, display]);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    // One that is wider than its place is scrolled by the keyboard, too.
    const watch = new ResizeObserver(() => {
      if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
      else element.removeAttribute("tabindex");
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return <div ref={place} className="formula" />;
}
