import mistakes from "../../engine/project/mistakes.json";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { useShell } from "./store.ts";

const groups = [
  { title: phrase("What keeps a network from training"), isHint: false },
  { title: phrase("What trains, but seldom as it was meant"), isHint: true },
] as const;

/** Every typical mistake that is told, with what is said of it and what heals it: the tested table itself. */
export function MistakesDialog() {
  const close = () => useShell.setState({ mistakesShown: false });
  return (
    <Dialog
      title={say("Typical mistakes")}
      className="mistakes"
      onClose={close}
      buttons={
        <Button look="primary" onClick={close}>
          {say("Close")}
        </Button>
      }
    >
      <p>
        {say(
          "Layerlab tells of each while it is made: what is wrong, the numbers, the formula, and fixes that one click applies. F8 goes to the next one. Here is an example of each.",
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reached by keys */}
      <section className="mistake-list" aria-label={say("Mistakes")} tabIndex={0}>
        {groups.map(({ title, isHint }) => (
          <div key={title}>
            <h3>{translate(title)}</h3>
            <dl>
              {mistakes
                .filter((mistake) => "isHint" in mistake === isHint)
                .map((mistake) => (
                  <div key={mistake.name}>
                    <dt>{upperFirst(translate(mistake.name))}</dt>
                    <dd>
                      {translate(mistake.title)}.{" "}
                      <span>{say("Fix: {fix}.", { fix: translate(mistake.fix) })}</span>
                    </dd>
                  </div>
                ))}
            </dl>
          </div>
        ))}
      </section>
    </Dialog>
  );
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
