import { Command } from "cmdk";
import { useEffect, useRef } from "react";
import { type LayerKindName, layerKinds } from "../../engine/layers/registry.ts";
import { Tile } from "../design/tile.tsx";
import { redoLabel, undoLabel, useDocument } from "../document/store.ts";
import { matchCommand } from "./command-match.ts";
import { type Commands, platformKeys, shortcuts } from "./shortcuts.ts";
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
    undo: useDocument(undoLabel),
    redo: useDocument(redoLabel),
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
      aria-label="Commands and layers"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={(event) => {
        if (event.target === element.current) close();
      }}
    >
      <Command label="Commands and layers" filter={matchCommand} loop>
        <Command.Input placeholder={hasDocument ? "Type a command or a layer" : "Type a command"} />
        <Command.List>
          <Command.Empty>Nothing is called so. Try another word, such as save, tidy or dense.</Command.Empty>
          {hasDocument ? (
            <Command.Group heading="Add a layer">
              {layerKinds.map(({ kind, title, shortName }) => (
                <Command.Item
                  key={kind}
                  value={title}
                  keywords={[shortName, kind, "add"]}
                  onSelect={() => choose(() => onAddLayer(kind))}
                >
                  <Tile kind={kind} size={18} />
                  <span className="what">{title}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
          {shortcuts.map(({ group, entries }) => {
            const usable = entries.filter(({ onStart }) => hasDocument || onStart);
            return usable.length === 0 ? null : (
              <Command.Group key={group} heading={group}>
                {usable.map(({ keys, does, command }) => {
                  if (command === null || command === "commands") return null;
                  const step = hasDocument ? steps[command] : null;
                  return (
                    <Command.Item
                      key={command}
                      value={does}
                      keywords={[group]}
                      onSelect={() => choose(commands[command])}
                    >
                      <span className="what">{step ? `${does} ${step}` : does}</span>
                      {keys === null ? null : <kbd>{platformKeys(keys)}</kbd>}
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
