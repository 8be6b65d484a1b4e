import type { DataLook } from "../../../engine/protocol.ts";
import { phrase, say, translate } from "../../../engine/words/say.ts";
import styles from "./panel.module.css";

const things = {
  row: phrase("{count, plural, one {# row was} other {# rows were}}"),
  picture: phrase("{count, plural, one {# picture was} other {# pictures were}}"),
} as const;

/** What of the files could not be read, each with its place and the reason. */
export function LeftOutSection({ look: { leftOut } }: { readonly look: DataLook }) {
  if (!leftOut) return <p className={styles.words}>{say("All of these data could be read.")}</p>;
  const { of, count, told } = leftOut;
  const more = count - told.length;
  return (
    <>
      <p className={styles.words}>
        {say(
          "{what} left out, because {count, plural, one {it} other {they}} cannot be read. Correct the file and import it again to have {count, plural, one {it} other {them}}.",
          { what: translate(things[of], { count }), count },
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={styles.scroll} aria-label={say("What was left out")} tabIndex={0}>
        <ul>
          {told.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
        {more > 0 ? (
          <p className={styles.words}>{say("And {count, number} more.", { count: more })}</p>
        ) : null}
      </section>
    </>
  );
}
