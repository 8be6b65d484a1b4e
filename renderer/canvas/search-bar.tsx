import { ChevronDown, ChevronUp, Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { IconButton } from "../design/button.tsx";
import { select, useDocument } from "../document/store.ts";
import { centreLayer } from "./canvas-commands.ts";
import { say, useCanvas } from "./canvas-state.ts";
import { focusLayer } from "./focus.ts";
import { layersNamed, nextMatch } from "./search.ts";

/** Finds layers by name or kind: Enter goes to the next, Shift Enter to the one before, Escape back to the canvas. */
export function SearchBar() {
  const opened = useCanvas((state) => state.searching);
  return opened > 0 ? <OpenBar opened={opened} /> : null;
}

function OpenBar({ opened }: { readonly opened: number }) {
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState("");
  const graph = useDocument((state) => state.project.graph);
  const chosen = useDocument((state) => state.selection.nodes[0]);
  const matches = layersNamed(graph, words);
  const place = chosen === undefined ? -1 : matches.indexOf(chosen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again, the field takes the focus again
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [opened]);
  const goTo = (id: string | undefined, among: readonly string[]) => {
    if (id === undefined) return;
    select([id]);
    centreLayer(id);
    const name = graph.nodes.find((node) => node.id === id)?.name ?? "";
    say(`${name}, ${among.indexOf(id) + 1} of ${among.length}`);
  };
  const close = () => {
    useCanvas.setState({ searching: 0 });
    if (chosen !== undefined && place >= 0) focusLayer(chosen);
  };
  return (
    <search className="canvas-search" data-testid="canvas-search">
      <Search size={14} aria-hidden />
      <input
        ref={field}
        type="text"
        aria-label="Find a layer on the canvas"
        placeholder="Find on the canvas"
        spellCheck={false}
        value={words}
        onChange={({ target }) => {
          setWords(target.value);
          const found = layersNamed(graph, target.value);
          if (found.length > 0 && (chosen === undefined || !found.includes(chosen))) goTo(found[0], found);
          else if (target.value.trim() !== "" && found.length === 0) say("No layer is called so.");
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
        {words.trim() === "" ? "" : matches.length === 0 ? "none" : `${place + 1} of ${matches.length}`}
      </span>
      <IconButton
        label="The one before"
        disabledReason={matches.length === 0 ? "Nothing is found" : null}
        onClick={() => goTo(nextMatch(matches, chosen, -1), matches)}
      >
        <ChevronUp size={14} aria-hidden />
      </IconButton>
      <IconButton
        label="The next one"
        disabledReason={matches.length === 0 ? "Nothing is found" : null}
        onClick={() => goTo(nextMatch(matches, chosen, 1), matches)}
      >
        <ChevronDown size={14} aria-hidden />
      </IconButton>
      <IconButton label="Close the search" onClick={close}>
        <X size={14} aria-hidden />
      </IconButton>
    </search>
  );
}
