import { say, translate } from "../../engine/words/say.ts";
import "./palette.css";
import { Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { paletteGroups } from "../../engine/layers/layer.ts";
import { type LayerKindName, layerKinds } from "../../engine/layers/registry.ts";
import { addLayer } from "../document/actions.ts";
import { isCanvasShown, takesText } from "../document/shortcuts.ts";
import { hasLetterKeys, useSettings } from "../settings.ts";
import { PaletteEntry } from "./palette-entry.tsx";
import { findLayers } from "./palette-search.ts";

export interface PaletteProps {
  /** A column of glyphs with the names in tooltips. */
  readonly collapsed?: boolean;
  /** Called when `/` is pressed or the search is opened while the palette is collapsed. */
  readonly onExpand?: () => void;
  /** Called when the search that opened it is left again. */
  readonly onCollapse?: () => void;
  /** Called when Escape leaves the search: keys go on at what was added. */
  readonly onLeave?: () => void;
  /** Pinned at the bottom: the card of the data set. */
  readonly footer?: ReactNode;
  /** The same in the column of glyphs. */
  readonly collapsedFooter?: ReactNode;
}

/** All layers, grouped as the registry names them: drag one to the canvas, click it, or search and press Enter. */
export function Palette(props: PaletteProps) {
  const { collapsed = false, onExpand, onCollapse, onLeave, footer, collapsedFooter } = props;
  const [typed, setTyped] = useState("");
  const letterKeys = useSettings((state) => state.letterKeys);
  const search = useRef<HTMLInputElement>(null);
  const [wantsSearch, setWantsSearch] = useState(false);
  const openedToSearch = useRef(false);

  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (
        event.key !== "/" ||
        !hasLetterKeys() ||
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        takesText(event.target) ||
        !isCanvasShown()
      )
        return;
      event.preventDefault();
      if (collapsed) openedToSearch.current = true;
      setWantsSearch(true);
      onExpand?.();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [onExpand, collapsed]);

  // The field exists only once a collapsed palette has opened.
  useEffect(() => {
    if (!wantsSearch || collapsed) return;
    search.current?.focus();
    search.current?.select();
    setWantsSearch(false);
  }, [wantsSearch, collapsed]);

  const found = findLayers(layerKinds, typed);
  const [best] = found;
  const isSearching = typed.trim() !== "";
  // All of them together are one tab stop: the one that was focused last, as long as it is shown.
  const [last, setLast] = useState<LayerKindName | null>(null);
  const first = isSearching && !collapsed ? best?.kind : inColumn[0]?.kind;
  const isLastShown = !isSearching || collapsed || found.some(({ kind }) => kind === last);
  const stop = last !== null && isLastShown ? last : first;

  const onSearchKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && isSearching && best) {
      event.preventDefault();
      addLayer(best.kind);
      setTyped("");
    }
    if (event.key === "Escape") {
      setTyped("");
      search.current?.blur();
      if (openedToSearch.current) onCollapse?.();
      openedToSearch.current = false;
      onLeave?.();
    }
    if (event.key === "ArrowDown") {
      event.preventDefault();
      search.current?.closest("nav")?.querySelector<HTMLElement>("[data-palette-entry]")?.focus();
    }
  };

  const entry = (kind: LayerKindName) => (
    <PaletteEntry
      key={kind}
      kind={kind}
      collapsed={collapsed}
      isBest={isSearching && kind === best?.kind}
      isTabStop={kind === stop}
      onFocus={() => setLast(kind)}
      onAdd={() => addLayer(kind)}
    />
  );

  return (
    <nav
      className={`palette ${collapsed ? "is-collapsed" : ""}`}
      aria-label={say("Layers")}
      data-region="palette"
      data-testid="palette"
    >
      {collapsed ? (
        <button
          type="button"
          className="palette-open"
          aria-label={say("Find a layer")}
          title={letterKeys ? say("Find a layer (/)") : say("Find a layer")}
          onClick={() => {
            openedToSearch.current = true;
            setWantsSearch(true);
            onExpand?.();
          }}
        >
          <Search size={16} aria-hidden />
        </button>
      ) : (
        <div className="palette-search">
          <Search size={14} aria-hidden />
          <input
            ref={search}
            type="search"
            placeholder={say("Find a layer")}
            aria-label={say("Find a layer; Enter adds the first one behind the selected layer")}
            data-testid="palette-search"
            value={typed}
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={onSearchKey}
          />
          {letterKeys ? <kbd>/</kbd> : null}
        </div>
      )}
      <div
        className="palette-groups"
        role="toolbar"
        aria-label={say("Layers to add")}
        aria-orientation="vertical"
        onKeyDown={moveAmongEntries}
      >
        {isSearching && !collapsed ? (
          <div className="palette-group">
            {found.map(({ kind }) => entry(kind))}
            {best ? null : (
              <p className="palette-none">{say("No layer is called “{typed}”.", { typed: typed.trim() })}</p>
            )}
          </div>
        ) : (
          paletteGroups.map((group) => {
            const members = inColumn.filter((layer) => layer.group === group);
            return members.length === 0 ? null : (
              // biome-ignore lint/a11y/useSemanticElements: no form, so no fieldset
              <div key={group} className="palette-group" role="group" aria-label={translate(group)}>
                {collapsed ? null : <h3>{translate(group)}</h3>}
                {members.map(({ kind }) => entry(kind))}
              </div>
            );
          })
        )}
      </div>
      <div className="palette-footer">{collapsed ? collapsedFooter : footer}</div>
    </nav>
  );
}

/** As the palette shows them: group after group. */
const inColumn = paletteGroups.flatMap((group) => layerKinds.filter((layer) => layer.group === group));

function moveAmongEntries(event: KeyboardEvent<HTMLElement>): void {
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-palette-entry]")];
  const at = entries.findIndex((entry) => entry.matches(":focus"));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  entries[to]?.focus();
  event.preventDefault();
}
