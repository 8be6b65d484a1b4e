import { Copy } from "lucide-react";
import { memo, type ReactNode, useState } from "react";
import { say } from "../../engine/words/say.ts";
import { IconButton } from "../design/button.tsx";
import styles from "./dock.module.css";

/** A chart of the dock with its title and tools: copied as a table, saved, and what it adds itself. */
export function ChartFrame(props: {
  readonly title: string;
  /** What stands there as the title, such as a choice of charts. */
  readonly heading: ReactNode;
  /** True when the clipboard took it. */
  readonly onCopy: () => boolean;
  readonly save: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.panel} aria-label={props.title}>
      <header>
        <h3>{props.heading}</h3>
        <CopyButton onCopy={props.onCopy} />
        {props.save}
        <span className={styles.gap} />
        {props.tools}
      </header>
      <div className={styles.chart}>{props.children}</div>
    </section>
  );
}

/** Rests while the chart beside it grows. */
const CopyButton = memo(function CopyButton({ onCopy }: { readonly onCopy: () => boolean }) {
  const [copied, setCopied] = useState(false);
  return (
    <IconButton
      label={say("Copy as table")}
      tooltip={copied ? say("Copied") : say("Copy as table")}
      className={styles.tool ?? ""}
      onClick={() => setCopied(onCopy())}
      onBlur={() => setCopied(false)}
    >
      <Copy size={13} aria-hidden />
    </IconButton>
  );
});
