import { Download, Monitor, Moon, PanelRight, Redo2, Sun, Undo2 } from "lucide-react";
import type { Settings } from "../../app/contract/settings.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { Button, IconButton } from "../design/button.tsx";
import { formatClock } from "../design/format.ts";
import { Popover, PopoverClose } from "../design/popover.tsx";
import { redo, redoLabel, undo, undoLabel, useDocument } from "../document/store.ts";
import { useSettings } from "../settings.ts";
import { BrandMark } from "./brand.tsx";
import { DocumentName } from "./document-name.tsx";
import { changeSettings } from "./settings-dialog.tsx";
import { type Commands, keysOf, platformKeys, type ShellCommand } from "./shortcuts.ts";
import { redoWords, undoWords } from "./step-words.ts";
import { useShell } from "./store.ts";

export interface TitleBarProps {
  readonly commands: Commands;
  /** Why there is no model to export yet; null when there is one. */
  readonly exportRefused: string | null;
  readonly inspectorShown: boolean;
  readonly onStart: () => void;
}

/** Brand and application menu, document, mode, and the tools that work everywhere. */
export function TitleBar({ commands, exportRefused, inspectorShown, onStart }: TitleBarProps) {
  const isStart = useShell(({ screen }) => screen === "start");
  const mode = useShell((state) => state.mode);
  return (
    <header className="title-bar" data-region="title">
      <ApplicationMenu commands={commands} exportRefused={exportRefused} onStart={onStart} />
      {isStart ? null : (
        <>
          <div className="title-document">
            <DocumentName />
            <SaveState />
          </div>
          <Modes commands={commands} />
        </>
      )}
      <div className="title-tools">
        {isStart ? null : <UndoButtons />}
        <ThemeButton />
        {isStart ? null : (
          <>
            {mode === "build" ? (
              <IconButton
                label={
                  inspectorShown
                    ? say("Hide the inspector ({keys})", { keys: keysOf("toggle-inspector") })
                    : say("Show the inspector ({keys})", { keys: keysOf("toggle-inspector") })
                }
                aria-pressed={inspectorShown}
                onClick={commands["toggle-inspector"]}
              >
                <PanelRight size={16} aria-hidden />
              </IconButton>
            ) : null}
            <Button
              className="title-export"
              disabledReason={exportRefused}
              tooltip={say("Write the trained model as a JSON file")}
              onClick={commands["export-model"]}
            >
              <Download size={14} aria-hidden />
              {say("Export")}
            </Button>
          </>
        )}
      </div>
    </header>
  );
}

function Modes({ commands }: { readonly commands: Commands }) {
  const mode = useShell((state) => state.mode);
  return (
    <nav className="title-modes" aria-label={say("Mode")}>
      <button
        type="button"
        className="title-mode"
        aria-current={mode === "build" ? "page" : undefined}
        onClick={commands.build}
      >
        {say("Build")}
      </button>
      <button
        type="button"
        className="title-mode"
        aria-current={mode === "inspect" ? "page" : undefined}
        onClick={commands.inspect}
      >
        {say("Inspect")}
      </button>
    </nav>
  );
}

function SaveState() {
  const unsaved = useDocument((state) => state.unsaved);
  const path = useDocument((state) => state.path);
  const savedAt = useShell((state) => state.savedAt);
  const words = unsaved
    ? say("Edited")
    : savedAt !== null
      ? say("Saved {time}", { time: formatClock(savedAt) })
      : path === null
        ? ""
        : say("Saved");
  return (
    <span
      className="title-saved"
      title={
        path === null
          ? undefined
          : say("{file}: the network, its settings and where its data lie; without trained weights", {
              file: path,
            })
      }
      data-testid="save-state"
    >
      {words}
    </span>
  );
}

function UndoButtons() {
  const undoes = undoWords(useDocument(undoLabel));
  const redoes = redoWords(useDocument(redoLabel));
  return (
    <>
      <IconButton
        label={undoes ?? say("Undo")}
        tooltip={`${undoes} (${platformKeys("Ctrl Z")})`}
        disabledReason={undoes === null ? say("Nothing to undo") : null}
        data-testid="undo"
        onClick={undo}
      >
        <Undo2 size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={redoes ?? say("Redo")}
        tooltip={`${redoes} (${platformKeys("Ctrl Shift Z")})`}
        disabledReason={redoes === null ? say("Nothing to redo") : null}
        data-testid="redo"
        onClick={redo}
      >
        <Redo2 size={16} aria-hidden />
      </IconButton>
    </>
  );
}

const themes: readonly {
  readonly value: Settings["theme"];
  readonly label: string;
  readonly icon: typeof Sun;
}[] = [
  { value: "system", label: phrase("As the system"), icon: Monitor },
  { value: "light", label: phrase("Light"), icon: Sun },
  { value: "dark", label: phrase("Dark"), icon: Moon },
];

function ThemeButton() {
  const choice = useSettings((state) => state.theme);
  const Icon = themes.find(({ value }) => value === choice)?.icon ?? Monitor;
  return (
    <Popover
      label={say("Theme")}
      align="end"
      className="menu"
      trigger={
        <button
          type="button"
          className="button is-ghost is-icon"
          aria-label={say("Theme")}
          title={say("Theme")}
        >
          <Icon size={16} aria-hidden />
        </button>
      }
    >
      {themes.map(({ value, label, icon: EntryIcon }) => (
        <PopoverClose key={value}>
          <button
            type="button"
            aria-pressed={value === choice}
            onClick={() => void changeSettings({ theme: value })}
          >
            <EntryIcon size={14} aria-hidden />
            {translate(label)}
            {value === choice ? <kbd aria-hidden>✓</kbd> : null}
          </button>
        </PopoverClose>
      ))}
    </Popover>
  );
}

const fileCommands: readonly { readonly command: ShellCommand; readonly label: string }[] = [
  { command: "new", label: phrase("New project") },
  { command: "open", label: phrase("Open…") },
  { command: "save", label: phrase("Save") },
  { command: "save-as", label: phrase("Save as…") },
];

function ApplicationMenu({
  commands,
  exportRefused,
  onStart,
}: Pick<TitleBarProps, "commands" | "exportRefused" | "onStart">) {
  const isStart = useShell(({ screen }) => screen === "start");
  return (
    <Popover
      label={say("Application menu")}
      className="menu"
      trigger={
        <button type="button" className="title-brand" aria-label={say("Layerlab, application menu")}>
          <BrandMark />
          <span className="title-brand-name">Layerlab</span>
        </button>
      }
    >
      {isStart ? null : <MenuEntry label={say("Start screen")} onPress={onStart} />}
      {fileCommands
        .filter(({ command }) => !isStart || !command.startsWith("save"))
        .map(({ command, label }) => (
          <MenuEntry
            key={command}
            label={translate(label)}
            keys={keysOf(command)}
            onPress={commands[command]}
          />
        ))}
      <hr />
      <MenuEntry label={say("Import model…")} onPress={commands["import-model"]} />
      <MenuEntry label={say("Import data…")} onPress={commands["import-data"]} />
      <MenuEntry label={say("Import folder of pictures…")} onPress={commands["import-folder"]} />
      {exportRefused === null ? (
        <MenuEntry label={say("Export model…")} onPress={commands["export-model"]} />
      ) : null}
      <hr />
      <MenuEntry label={say("Settings…")} keys={keysOf("settings")} onPress={commands.settings} />
      <MenuEntry label={say("Keyboard shortcuts")} keys={keysOf("shortcuts")} onPress={commands.shortcuts} />
      <MenuEntry label={say("Typical mistakes")} onPress={commands.mistakes} />
      <MenuEntry label={say("About Layerlab")} onPress={commands.about} />
    </Popover>
  );
}

function MenuEntry(props: { readonly label: string; readonly keys?: string; readonly onPress: () => void }) {
  return (
    <PopoverClose>
      <button type="button" onClick={props.onPress}>
        {props.label}
        {props.keys ? <kbd>{props.keys}</kbd> : null}
      </button>
    </PopoverClose>
  );
}
