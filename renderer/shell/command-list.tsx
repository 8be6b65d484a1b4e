import { Command } from "cmdk";
import { useEffect, useRef } from "react";
import { type LayerKindName, layerKinds } from "../../engine/layers/registry.ts";
import { say, translate } from "../../engine/words/say.ts";
import { Tile } from "../design/tile.tsx";
import { redoLabel, undoLabel, useDocument } from "../document/store.ts";
import { matchCommand } from "./command-match.ts";
import { type Commands, isHeard, platformKeys, shortcuts } from "./shortcuts.ts";
import { redoWords, undoWords } from "./step-words.ts";
import { useShell } from "./store.ts";

export interface CommandListProps {
  readonly commands: Commands;
  readonly onAddLayer: (kind: LayerKindName) => void;
}

/** Everything that can be done, found by typing: the commands with their keys, and the layers to add. */
export function CommandList({ commands, onAddLayer }: CommandListProps) {
  const element = useRef<HTMLDialogElement>(null);
  const hasDocument = useShell((state) => state.screen === "document");
  const steps: Readonly<Record<string, string | null>> = {
    undo: undoWords(useDocument(undoLabel)),
    redo: redoWords(useDocument(redoLabel)),
  };
  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    dialog.showModal();
    dialog.querySelector("input")?.focus();
    return () => dialog.close();
  }, []);
  // Told at once, not with the dialog's close event, which comes later: a Ctrl K between the two would be lost.
  const close = () => {
    element.current?.close();
    useShell.setState({ commandsShown: false });
  };
  /** Closing gives the focus back to where it was, because some commands act on what has it. */
  const choose = (act: () => void) => {
    close();
    act();
  };
  return (
    <dialog
      ref={element}
      className="dialog command-list"
      aria-label={say("Commands and layers")}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={(event) => {
        if (event.target === element.current) close();
      }}
    >
      <Command label={say("Commands and layers")} filter={matchCommand} loop>
        <Command.Input placeholder={hasDocument ? say("Type a command or a layer") : say("Type a command")} />
        <Command.List>
          <Command.Empty>
            {say("Nothing is called so. Try another word, such as save, tidy or dense.")}
          </Command.Empty>
          {hasDocument ? (
            <Command.Group heading={say("Add a layer")}>
              {layerKinds.map(({ kind, title, shortName }) => (
                <Command.Item
                  key={kind}
                  value={translate(title)}
                  keywords={[translate(shortName), title, kind, say("add")]}
                  onSelect={() => choose(() => onAddLayer(kind))}
                >
                  <Tile kind={kind} size={18} />
                  <span className="what">{translate(title)}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
          {shortcuts.map(({ group, entries }) => {
            const usable = entries.filter(({ onStart }) => hasDocument || onStart);
            return usable.length === 0 ? null : (
              <Command.Group key={group} heading={translate(group)}>
                {usable.map(({ keys, does, command }) => {
                  if (command === null || command === "commands") return null;
                  const step = hasDocument ? steps[command] : null;
                  return (
                    <Command.Item
                      key={command}
                      value={translate(does)}
                      keywords={[translate(group), does]}
                      onSelect={() => choose(commands[command])}
                    >
                      <span className="what">{step ?? translate(does)}</span>
                      {keys === null || !isHeard(keys) ? null : <kbd>{platformKeys(keys)}</kbd>}
                    </Command.Item>
                  );
                })}
              </Command.Group>
            );
          })}
        </Command.List>
      </Command>
    </dialog>
  );
}
