import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { say } from "../../engine/words/say.ts";
import { Button, IconButton } from "../design/button.tsx";
import { answerOf, desktopBridge } from "../desktop.ts";
import styles from "./save-menu.module.css";

/** So long it stands, in milliseconds, unless someone points at it or has the focus in it. */
const shownFor = 12_000;

/** Says for a while that a file was written, and shows it in its folder. */
export function SavedToast({
  path,
  container,
  onClose,
}: {
  readonly path: string;
  /** What is modal, where that is open: nothing outside it can be reached. */
  readonly container: Element;
  readonly onClose: () => void;
}) {
  const [held, setHeld] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    if (held) return;
    const end = setTimeout(onClose, shownFor);
    return () => clearTimeout(end);
  }, [held, onClose]);
  const show = async () => {
    const answer = await answerOf(desktopBridge().showInFolder({ path }));
    setTrouble(answer.ok ? null : `${answer.trouble.title}. ${answer.trouble.next}`);
    if (answer.ok) onClose();
  };
  return createPortal(
    <div
      className={styles.toast}
      role="status"
      data-testid="saved-toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{trouble ?? say("{file} is saved.", { file: path.split(/[\\/]/).at(-1) ?? path })}</span>
      <Button onClick={() => void show()}>{say("Show in folder")}</Button>
      <IconButton label={say("Close the message")} onClick={onClose}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>,
    container,
  );
}
