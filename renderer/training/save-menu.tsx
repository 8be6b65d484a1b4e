import { Download } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import type { SavedKind } from "../../app/contract/desktop.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { Button, IconButton } from "../design/button.tsx";
import { Popover } from "../design/popover.tsx";
import { answerOf, desktopBridge } from "../desktop.ts";
import { pictureOf } from "../views/picture-of.ts";
import styles from "./save-menu.module.css";
import { SavedToast } from "./saved-toast.tsx";

const labels: Readonly<Record<SavedKind, string>> = {
  png: phrase("Picture (PNG)"),
  svg: phrase("Drawing (SVG)"),
  csv: phrase("Table (CSV)"),
};

/** What is written, worked out when it is asked for; a picture may be of the section around the menu. */
export type Saved = Partial<
  Readonly<Record<SavedKind, "section" | (() => Promise<Uint8Array> | Uint8Array | string)>>
>;

/** A button that saves a view as it is now: as a picture, a drawing or a table, where the person says. */
export function SaveMenu(props: {
  /** The file's suggested name. */
  readonly title: string;
  /** What the button is called, where the name alone does not tell. */
  readonly label?: string;
  readonly saved: Saved;
  readonly side?: "top" | "bottom";
  readonly className?: string | undefined;
}) {
  const { title, saved, label = say("Save {title}", { title }), side = "bottom", className = "" } = props;
  const [open, setOpen] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [written, setWritten] = useState<string | null>(null);
  const place = useRef<HTMLSpanElement>(null);
  const forget = useCallback(() => setWritten(null), []);
  const save = async (kind: SavedKind) => {
    try {
      const bytes = await bytesOf(saved[kind], place.current);
      const answer = await answerOf(desktopBridge().saveFile({ name: title, kind, bytes }));
      setTrouble(
        answer.ok ? null : `${answer.trouble.title}. ${answer.trouble.reason} ${answer.trouble.next}`,
      );
      if (!answer.ok) return;
      setOpen(false);
      setWritten(answer.value?.path ?? null);
    } catch (error) {
      setTrouble(
        say("“{what}” could not be made. {reason} Make the window larger or choose another format.", {
          what: translate(labels[kind]),
          reason: error instanceof Error ? error.message : String(error),
        }),
      );
    }
  };
  return (
    <span ref={place} data-unsaved>
      <Popover
        label={label}
        side={side}
        align="end"
        open={open}
        onOpenChange={setOpen}
        className={styles.save ?? ""}
        // Outside an open dialog nothing can be seen or reached.
        container={place.current?.closest("dialog") ? place.current : null}
        trigger={
          <IconButton label={label} className={className}>
            <Download size={13} aria-hidden />
          </IconButton>
        }
      >
        {(["png", "svg", "csv"] as const).map((kind) =>
          saved[kind] ? (
            <Button key={kind} look="ghost" onClick={() => void save(kind)}>
              {labels[kind]}
            </Button>
          ) : null,
        )}
        {trouble ? <p role="alert">{trouble}</p> : null}
      </Popover>
      {written === null ? null : (
        <SavedToast
          key={written}
          path={written}
          container={place.current?.closest("dialog") ?? document.body}
          onClose={forget}
        />
      )}
    </span>
  );
}

async function bytesOf(saved: Saved[SavedKind], place: Element | null): Promise<Uint8Array> {
  const section = place?.closest("section");
  if (saved === "section" || !saved) {
    if (!(section instanceof HTMLElement)) throw new Error("There is nothing to draw.");
    return pictureOf(section);
  }
  const made = await saved();
  return typeof made === "string" ? new TextEncoder().encode(made) : made;
}
