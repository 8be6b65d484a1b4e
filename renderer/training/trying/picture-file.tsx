import { type DragEvent, useEffect, useRef, useState } from "react";
import { say } from "../../../engine/words/say.ts";
import { pictureOf } from "./outside-picture.ts";
import styles from "./try.module.css";
import { tryInput, useTry } from "./try-store.ts";

/** Larger files are no pictures that anybody would show a network of this size. */
const mostBytes = 64 * 1024 * 1024;

/** A picture that is dropped, pasted or chosen. */
export function PictureFile() {
  const preview = useRef<HTMLCanvasElement>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [hasPicture, setHasPicture] = useState(false);
  const show = async (file: Blob | null | undefined) => {
    if (!file) return;
    const bitmap = await decoded(file);
    if (!bitmap) {
      setSaid(say("This is no picture that can be read. Take a PNG, JPEG, WebP or GIF file of up to 64 MB."));
      return;
    }
    setSaid(null);
    setHasPicture(true);
    paintFitting(preview.current, bitmap);
    const input = pictureOf(bitmap, bitmap.width, bitmap.height);
    bitmap.close();
    if (input) tryInput(input);
  };
  const latest = useRef(show);
  latest.current = show;
  // What was drawn before is no answer to a picture that is still to come.
  useEffect(() => tryInput(null), []);
  const dropped = useTry((state) => state.dropped);
  useEffect(() => {
    if (!dropped) return;
    useTry.setState({ dropped: null });
    void latest.current(dropped);
  }, [dropped]);
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const pasted = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
      if (!pasted) return;
      event.preventDefault();
      void latest.current(pasted);
    };
    window.addEventListener("paste", onPaste);
    return () => window.removeEventListener("paste", onPaste);
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a third way beside pasting and choosing
    <div
      className={styles.drop}
      data-testid="try-picture"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event: DragEvent) => {
        // The window itself would open it as a project.
        event.preventDefault();
        event.stopPropagation();
        void show(event.dataTransfer.files[0]);
      }}
    >
      <canvas
        ref={preview}
        width={248}
        height={160}
        hidden={!hasPicture}
        role="img"
        aria-label={say("The chosen picture")}
      />
      <p>{say("Drop a picture here, paste one, or")}</p>
      <label className="button">
        {say("Choose a picture")}
        <input
          type="file"
          className="unseen"
          accept="image/png,image/jpeg,image/webp,image/gif,image/bmp"
          onChange={(event) => {
            void show(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </label>
      {said ? (
        <p className={styles.refusal} role="alert">
          {said}
        </p>
      ) : null}
    </div>
  );
}

/** Null where the file is no picture: telling that is the decoder's work, and all its reasons mean the same here. */
async function decoded(file: Blob): Promise<ImageBitmap | null> {
  if (file.size > mostBytes) return null;
  return createImageBitmap(file).catch(() => null);
}

function paintFitting(canvas: HTMLCanvasElement | null, bitmap: ImageBitmap): void {
  const context = canvas?.getContext("2d");
  if (!canvas || !context) return;
  const scale = Math.min(canvas.width / bitmap.width, canvas.height / bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
}
