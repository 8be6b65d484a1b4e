import { CopyCsv } from "./copy-csv.tsx";
import styles from "./save-menu.module.css";
import { SaveMenu } from "./save-menu.tsx";

/** Beside the title of a view with a table: copy it, or save it and a picture of the section. */
export function TableTools({
  title,
  copy,
  text,
}: {
  readonly title: string;
  /** What the copying button does, for people who do not see it. */
  readonly copy: string;
  readonly text: () => string;
}) {
  return (
    <span className={styles.tools} data-unsaved>
      <CopyCsv name={copy} text={text} />
      <SaveMenu title={title} saved={{ png: "section", csv: text }} />
    </span>
  );
}
