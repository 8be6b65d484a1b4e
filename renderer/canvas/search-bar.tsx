import { ChevronDown, ChevronUp, Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { say } from "../../engine/words/say.ts";
import { IconButton } from "../design/button.tsx";
import { selectPlaced, useDocument } from "../document/store.ts";
import { centrePlaced } from "./canvas-commands.ts";
import { tell, useCanvas } from "./canvas-state.ts";
import { focusPlaced } from "./focus.ts";
import { placedItem } from "./note-nodes.ts";
import { nextMatch, placedWith } from "./search.ts";

/** Finds layers by name or kind, and notes by their words: Enter goes to the next, Shift Enter to the one before, Escape back to the canvas. */
export function SearchBar() {
  const opened = useCanvas((state) => state.searching);
  return opened > 0 ? <OpenBar opened={opened} /> : null;
}

function OpenBar({ opened }: { readonly opened: number }) {
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState("");
  const graph = useDocument((state) => state.project.graph);
  const chosen = useDocument(({ selection }) => selection.nodes[0] ?? selection.notes[0]);
  const matches = placedWith(graph, words);
  const place = chosen === undefined ? -1 : matches.indexOf(chosen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again, the field takes the focus again
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [opened]);
  const goTo = (id: string | undefined, among: readonly string[]) => {
    if (id === undefined) return;
    selectPlaced([id]);
    centrePlaced(id);
    const item = placedItem(graph, id);
    tell(
      say("{item}, {place} of {count}", {
        item: item && "name" in item ? item.name : say("Note: {text}", { text: item?.text }),
        place: among.indexOf(id) + 1,
        count: among.length,
      }),
    );
  };
  const close = () => {
    useCanvas.setState({ searching: 0 });
    if (chosen !== undefined && place >= 0) focusPlaced(chosen);
  };
  return (
    <search className="canvas-search" data-testid="canvas-search">
      <Search size={14} aria-hidden />
      <input
        ref={field}
        type="text"
        aria-label={say("Find a layer on the canvas")}
        placeholder={say("Find on the canvas")}
        spellCheck={false}
        value={words}
        title={words}
        onChange={({ target }) => {
          setWords(target.value);
          const found = placedWith(graph, target.value);
          if (found.length > 0 && (chosen === undefined || !found.includes(chosen))) goTo(found[0], found);
          else if (target.value.trim() !== "" && found.length === 0)
            tell(say("No layer is called so, and no note has it."));
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            goTo(nextMatch(matches, chosen, event.shiftKey ? -1 : 1), matches);
          } else if (event.key === "Escape") {
            event.stopPropagation();
            close();
          }
        }}
      />
      <span className="canvas-search-count">
        {words.trim() === ""
          ? ""
          : matches.length === 0
            ? say("none")
            : say("{place} of {count}", { place: place + 1, count: matches.length })}
      </span>
      <IconButton
        label={say("The one before")}
        disabledReason={matches.length === 0 ? say("Nothing is found") : null}
        onClick={() => goTo(nextMatch(matches, chosen, -1), matches)}
      >
        <ChevronUp size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={say("The next one")}
        disabledReason={matches.length === 0 ? say("Nothing is found") : null}
        onClick={() => goTo(nextMatch(matches, chosen, 1), matches)}
      >
        <ChevronDown size={14} aria-hidden />
      </IconButton>
      <IconButton label={say("Close the search")} onClick={close}>
        <X size={14} aria-hidden />
      </IconButton>
    </search>
  );
}
