import type { DataLook } from "../../../engine/protocol.ts";
import { formatNumber } from "../../views/format.ts";
import styles from "./panel.module.css";

/** What of the files could not be read, each with its place and the reason. */
export function LeftOutSection({ look: { leftOut } }: { readonly look: DataLook }) {
  if (!leftOut) return <p className={styles.words}>All of these data could be read.</p>;
  const { of, count, told } = leftOut;
  const more = count - told.length;
  return (
    <>
      <p className={styles.words}>
        {formatNumber(count)} {of}
        {count === 1 ? " was" : "s were"} left out, because {count === 1 ? "it" : "they"} cannot be read.
        Correct the file and import it again to have {count === 1 ? "it" : "them"}.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={styles.scroll} aria-label="What was left out" tabIndex={0}>
        <ul>
          {told.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
        {more > 0 ? <p className={styles.words}>And {formatNumber(more)} more.</p> : null}
      </section>
    </>
  );
}
