import { Command } from "cmdk";
import { useEffect, useRef, useState } from "react";
import { type LayerKindName, layerKinds } from "../../engine/layers/registry.ts";
import { say, translate } from "../../engine/words/say.ts";
import { Tile } from "../design/tile.tsx";
import { redoLabel, undoLabel, useDocument } from "../document/store.ts";
import { commandGroups } from "./command-groups.ts";
import { matchCommand } from "./command-match.ts";
import { type Commands, isHeard, platformKeys, type ShellCommand } from "./shortcuts.ts";
import { redoWords, undoWords } from "./step-words.ts";
import { useShell } from "./store.ts";

export interface CommandListProps {
  readonly commands: Commands;
  readonly onAddLayer: (kind: LayerKindName) => void;
}

/**
 * Everything that can be done, found by typing: the commands with their keys, and the layers to add. While nothing is
 * typed, what was used last stands first.
 */
export function CommandList({ commands, onAddLayer }: CommandListProps) {
  const element = useRef<HTMLDialogElement>(null);
  const hasDocument = useShell((state) => state.screen === "document");
  const [typed, setTyped] = useState("");
  const recent = useShell((state) => state.recentCommands);
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
  const choose = (command: ShellCommand) => {
    close();
    useShell.setState({ recentCommands: [command, ...recent.filter((before) => before !== command)] });
    commands[command]();
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
        <Command.Input
          value={typed}
          onValueChange={setTyped}
          placeholder={hasDocument ? say("Type a command or a layer") : say("Type a command")}
        />
        <Command.List>
          <Command.Empty>
            {say("Nothing is called so. Try another word, such as save, tidy or dense.")}
          </Command.Empty>
          {commandGroups({ hasDocument, isTyping: typed.trim() !== "", recent }).map(({ group, choices }) => (
            <Command.Group key={group} heading={translate(group)}>
              {choices.map(({ keys, does, command }) => (
                <Command.Item
                  key={command}
                  value={translate(does)}
                  keywords={[translate(group), does]}
                  onSelect={() => choose(command)}
                >
                  <span className="what">{(hasDocument ? steps[command] : null) ?? translate(does)}</span>
                  {keys === null || !isHeard(keys) ? null : <kbd>{platformKeys(keys)}</kbd>}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
          {hasDocument ? (
            <Command.Group heading={say("Add a layer")}>
              {layerKinds.map(({ kind, title, shortName }) => (
                <Command.Item
                  key={kind}
                  value={translate(title)}
                  keywords={[translate(shortName), title, kind, say("add")]}
                  onSelect={() => {
                    close();
                    onAddLayer(kind);
                  }}
                >
                  <Tile kind={kind} size={18} />
                  <span className="what">{translate(title)}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
        </Command.List>
      </Command>
    </dialog>
  );
}
