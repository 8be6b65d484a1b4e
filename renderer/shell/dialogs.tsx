import type { LayerKind } from "../../engine/layers/layer.ts";
import { layerKinds } from "../../engine/layers/registry.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { desktopBridge } from "../desktop.ts";
import { useSettings } from "../settings.ts";
import { AboutDialog } from "./about-dialog.tsx";
import { CommandList, type CommandListProps } from "./command-list.tsx";
import { ask } from "./files.ts";
import { MistakesDialog } from "./mistakes-dialog.tsx";
import { SettingsDialog } from "./settings-dialog.tsx";
import { isHeard, platformKeys, type Shortcut, shortcuts } from "./shortcuts.ts";
import { useShell } from "./store.ts";

/** The window's own dialogs: one at a time, trouble first. */
export function Dialogs({ commands, onAddLayer }: CommandListProps) {
  const {
    trouble,
    question,
    result,
    shortcutsShown,
    commandsShown,
    settingsShown,
    aboutShown,
    mistakesShown,
  } = useShell();
  if (trouble) return <TroubleDialog />;
  if (question) return <QuestionDialog />;
  if (result) return <ResultDialog />;
  if (aboutShown) return <AboutDialog />;
  if (settingsShown) return <SettingsDialog />;
  if (mistakesShown) return <MistakesDialog />;
  if (shortcutsShown) return <ShortcutsDialog />;
  return commandsShown ? <CommandList commands={commands} onAddLayer={onAddLayer} /> : null;
}

function TroubleDialog() {
  const trouble = useShell((state) => state.trouble);
  const close = () => useShell.setState({ trouble: null });
  if (!trouble) return null;
  return (
    <Dialog title={trouble.title} onClose={close} buttons={<CloseButton onPress={close} />}>
      <p>{trouble.reason}</p>
      <p>{trouble.next}</p>
    </Dialog>
  );
}

function QuestionDialog() {
  const question = useShell((state) => state.question);
  if (!question) return null;
  return (
    <Dialog
      title={question.title}
      onClose={() => question.answer(question.onEscape)}
      buttons={question.answers.map(({ value, label }) => (
        <Button
          key={value}
          look={value === question.first ? "primary" : "plain"}
          onClick={() => question.answer(value)}
        >
          {label}
        </Button>
      ))}
    >
      <p>{question.text}</p>
    </Dialog>
  );
}

function ResultDialog() {
  const result = useShell((state) => state.result);
  const close = () => useShell.setState({ result: null });
  if (!result) return null;
  const { file } = result;
  return (
    <Dialog
      title={result.title}
      onClose={close}
      buttons={
        <>
          {file === undefined ? null : (
            <Button onClick={() => void ask(desktopBridge().showInFolder({ path: file }))}>
              {say("Show in folder")}
            </Button>
          )}
          <CloseButton onPress={close} />
        </>
      }
    >
      <dl className="result-lines">
        {result.lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="selectable">{value}</dd>
          </div>
        ))}
      </dl>
      <p>{result.note}</p>
    </Dialog>
  );
}

/** The layers that a letter adds stand before how layers are arranged. */
const keyGroups: readonly {
  readonly group: string;
  readonly entries: readonly Pick<Shortcut, "keys" | "does">[];
}[] = shortcuts.flatMap((each) =>
  each.entries.some(({ command }) => command === "tidy")
    ? [{ group: phrase("Add a layer on the canvas"), entries: layerKeys() }, each]
    : [each],
);

function layerKeys(): readonly Pick<Shortcut, "keys" | "does">[] {
  return layerKinds.flatMap(({ shortcut, title }: LayerKind) => {
    if (shortcut === undefined) return [];
    const keys = shortcut.split(" ").map((key) => key.charAt(0).toUpperCase() + key.slice(1));
    return [{ keys: keys.join(" "), does: title }];
  });
}

function ShortcutsDialog() {
  const letterKeys = useSettings((state) => state.letterKeys);
  const shown = keyGroups.filter(({ entries }) => entries.some(({ keys }) => keys !== null && isHeard(keys)));
  const close = () => useShell.setState({ shortcutsShown: false });
  return (
    <Dialog
      title={say("Keyboard shortcuts")}
      className="is-tall"
      onClose={close}
      buttons={<CloseButton onPress={close} />}
    >
      {letterKeys ? null : <p>{say("Keys of a single letter or sign are switched off in the settings.")}</p>}
      <div className="shortcut-groups">
        {shown.map(({ group, entries }) => (
          <section key={group}>
            <h3>{translate(group)}</h3>
            <dl>
              {entries.map(({ keys, does }) =>
                keys === null || !isHeard(keys) ? null : (
                  <div key={keys}>
                    <dt>{translate(does)}</dt>
                    <dd>
                      <kbd>{platformKeys(keys)}</kbd>
                    </dd>
                  </div>
                ),
              )}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function CloseButton({ onPress }: { readonly onPress: () => void }) {
  return (
    <Button look="primary" onClick={onPress}>
      {say("Close")}
    </Button>
  );
}
