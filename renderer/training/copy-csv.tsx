import { Copy } from "lucide-react";
import { useState } from "react";
import { say } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { copyText } from "../views/copy-text.ts";

/** Puts a table on the clipboard. */
export function CopyCsv({ name, text }: { readonly name: string; readonly text: () => string }) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      look="ghost"
      aria-label={name}
      onClick={() => setCopied(copyText(text()))}
      onBlur={() => setCopied(false)}
    >
      <Copy size={13} aria-hidden />
      <span aria-live="polite">{copied ? say("Copied") : say("Copy as CSV")}</span>
    </Button>
  );
}
