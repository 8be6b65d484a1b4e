import "./outline.css";
import { X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { say } from "../../../engine/words/say.ts";
import { IconButton } from "../../design/button.tsx";
import { deleteSelection } from "../../document/actions.ts";
import { type DocumentState, useDocument } from "../../document/store.ts";
import { closeOutline, useCanvas } from "../canvas-state.ts";
import { focusCanvas } from "../focus.ts";
import { nudge } from "../nudge.ts";
import { arrows } from "../walk.ts";
import { chooseItem, nameOf } from "./outline-item.ts";
import { type OutlineItem, outlineOf } from "./outline-items.ts";
import { OutlineRow } from "./outline-row.tsx";
import { shownRows, type TreeRow, treeStep, typedAhead } from "./tree.ts";

type Row = TreeRow<OutlineItem>;

const keptTogether = 700; // milliseconds between letters of one word

/** The network as a tree, a line for everything on the canvas: to read it, and to edit it by keyboard alone. */
export function Outline({ onOpenSettings }: { readonly onOpenSettings: () => void }) {
  const graph = useDocument((state) => state.project.graph);
  const items = useMemo(() => outlineOf(graph), [graph]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => shownRows(items, closed), [items, closed]);
  const [active, setActive] = useState(() => chosenKey(useDocument.getState()));
  const tree = useRef<HTMLDivElement>(null);
  const typed = useRef({ letters: "", at: 0 });
  const stop = useStop(rows, active, tree);
  useFollowedSelection(tree, setActive);

  const goTo = (key: string, extend = false) => {
    setActive(key);
    rowElement(tree.current, key)?.focus();
    const row = rows.find(({ item }) => item.key === key);
    if (row) chooseItem(row.item, extend);
  };
  const setOpen = (key: string, isOpen: boolean) =>
    setClosed((before) => new Set(isOpen ? [...before].filter((each) => each !== key) : [...before, key]));

  const act = (event: KeyboardEvent, { item }: Row): boolean => {
    if (event.key.length > 1) typed.current = { letters: "", at: 0 }; // any other key ends the word
    const direction = arrows[event.key];
    if (event.altKey) return direction !== undefined && nudge(direction);
    const step = treeStep(rows, item.key, event.key, closed);
    if (step) {
      if ("go" in step) goTo(step.go, event.shiftKey);
      else if ("open" in step) setOpen(step.open, true);
      else setOpen(step.close, false);
      return true;
    }
    switch (event.key) {
      case "Enter":
        chooseItem(item, false);
        if (item.is === "note") useCanvas.setState({ writing: item.note });
        else if (item.is === "layer") onOpenSettings();
        return true;
      case " ":
        chooseItem(item, event.shiftKey);
        return true;
      case "Delete":
      case "Backspace":
        deleteSelection();
        return true;
      case "Escape":
        focusCanvas();
        return true;
      default:
        return typeAhead(event.key, item.key);
    }
  };
  const typeAhead = (key: string, at: string): boolean => {
    if (!/^[\p{L}\p{N}]$/u.test(key)) return false;
    const now = performance.now();
    const letters = now - typed.current.at < keptTogether ? typed.current.letters + key : key;
    typed.current = { letters, at: now };
    const found = typedAhead(rows, at, letters, nameOf);
    if (found !== null) goTo(found);
    return true;
  };

  return (
    <aside className="outline" aria-label={say("Outline")} data-region="outline" data-testid="outline">
      <header>
        <h2>{say("Outline")}</h2>
        <IconButton
          label={say("Close the outline")}
          onClick={() => {
            closeOutline();
            focusCanvas();
          }}
        >
          <X size={14} aria-hidden />
        </IconButton>
      </header>
      {rows.length === 0 ? (
        <p className="outline-empty">{say("Nothing is drawn yet. Press / and type a layer.")}</p>
      ) : (
        <div
          ref={tree}
          role="tree"
          aria-label={say("The network in order")}
          aria-multiselectable
          className="outline-tree"
          tabIndex={-1}
          onKeyDown={(event) => {
            if (event.ctrlKey || event.metaKey || !stop || !act(event, stop)) return;
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          {rows.map((row) => (
            <OutlineRow
              key={row.item.key}
              row={row}
              isStop={row === stop}
              isClosed={closed.has(row.item.key)}
              onGo={(extend) => goTo(row.item.key, extend)}
              onOpen={(isOpen) => setOpen(row.item.key, isOpen)}
            />
          ))}
        </div>
      )}
    </aside>
  );
}

/** The line that takes part in Tab. Where it went away with the focus, the one that is there now takes both. */
function useStop(
  rows: readonly Row[],
  active: string | null,
  tree: RefObject<HTMLElement | null>,
): Row | undefined {
  const last = useRef(0);
  const found = rows.findIndex(({ item }) => item.key === active);
  const index = found >= 0 ? found : Math.min(last.current, rows.length - 1);
  const stop = rows[index];
  const key = stop?.item.key;
  const asked = useCanvas((state) => state.outlining);
  const answered = useRef(0);
  const hadFocus = useRef(false);
  useEffect(() => {
    last.current = Math.max(0, index);
    const isLost = hadFocus.current && document.activeElement === document.body;
    if (key !== undefined && (isLost || answered.current !== asked)) rowElement(tree.current, key)?.focus();
    answered.current = asked;
  }, [index, key, asked, tree]);
  useEffect(() => {
    const follow = () => {
      hadFocus.current = tree.current?.contains(document.activeElement) ?? false;
    };
    document.addEventListener("focusin", follow);
    return () => document.removeEventListener("focusin", follow);
  }, [tree]);
  return stop;
}

/** What is chosen elsewhere is where the tree goes on. */
function useFollowedSelection(tree: RefObject<HTMLElement | null>, goOn: (key: string) => void): void {
  const chosen = useDocument(chosenKey);
  useEffect(() => {
    if (chosen === null || tree.current?.contains(document.activeElement)) return;
    goOn(chosen);
    rowElement(tree.current, chosen)?.scrollIntoView({ block: "nearest" });
  }, [chosen, tree, goOn]);
}

function chosenKey({ selection }: DocumentState): string | null {
  return selection.nodes[0] ?? selection.notes[0] ?? selection.edges[0] ?? null;
}

function rowElement(tree: HTMLElement | null, key: string): HTMLElement | null {
  return tree?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;
}
