import { Children, type ReactNode } from "react";
import { sayParts } from "../../engine/words/say.ts";

export interface SaidProps {
  /** A literal, as for `say`; tags such as `<b>` and names in braces stand for the values. */
  readonly message: string;
  readonly values: Readonly<Record<string, ReactNode | ((inside: readonly ReactNode[]) => ReactNode)>>;
}

/** A message that holds more than text: a button, a key, a word in bold. */
export function Said({ message, values }: SaidProps) {
  return Children.toArray(sayParts<ReactNode>(message, values as Parameters<typeof sayParts<ReactNode>>[1]));
}
