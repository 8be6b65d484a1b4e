import { useEffect, useRef, useState } from "react";
import { say } from "../../../engine/words/say.ts";
import { Button } from "../../design/button.tsx";
import { answerOf, desktopBridge } from "../../desktop.ts";
import { pictureOf } from "./outside-picture.ts";
import styles from "./try.module.css";
import { tryInput } from "./try-store.ts";

type State =
  | { readonly state: "off"; readonly words: string | null }
  | { readonly state: "asking" }
  | { readonly state: "on"; readonly stream: MediaStream };

/** Milliseconds between two frames that go to the network. */
const frameEvery = 100;

/** What the camera sees, frame by frame. Asked for every time, and off as soon as it is out of sight. */
export function CameraSource() {
  const [state, setState] = useState<State>({ state: "off", words: null });
  useEffect(() => tryInput(null), []);
  const start = async () => {
    setState({ state: "asking" });
    setState(await openCamera());
  };
  if (state.state === "on")
    return <Film stream={state.stream} onStop={() => setState({ state: "off", words: null })} />;
  return (
    <div className={styles.drop}>
      <p>
        {say("The camera's pictures go through your network and nowhere else. You are asked every time.")}
      </p>
      <Button
        disabledReason={state.state === "asking" ? say("You are being asked") : null}
        onClick={() => void start()}
      >
        {say("Turn the camera on")}
      </Button>
      {state.state === "off" && state.words ? (
        <p className={styles.refusal} role="alert">
          {state.words}
        </p>
      ) : null}
    </div>
  );
}

function Film({ stream, onStop }: { readonly stream: MediaStream; readonly onStop: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const screen = video.current;
    if (screen) screen.srcObject = stream;
    const [track] = stream.getVideoTracks();
    const onEnd = () => setLost(true);
    track?.addEventListener("ended", onEnd);
    const frames = setInterval(() => {
      if (!screen || screen.videoWidth === 0) return;
      const input = pictureOf(screen, screen.videoWidth, screen.videoHeight);
      if (input) tryInput(input);
    }, frameEvery);
    return () => {
      clearInterval(frames);
      track?.removeEventListener("ended", onEnd);
      for (const each of stream.getTracks()) each.stop();
    };
  }, [stream]);
  return (
    <>
      <video
        ref={video}
        className={styles.film}
        autoPlay
        muted
        playsInline
        aria-label={say("What the camera sees")}
      />
      {lost ? (
        <p className={styles.refusal} role="alert">
          {say("The camera was taken away. Connect it, then turn it on again.")}
        </p>
      ) : null}
      <div className={styles.buttons}>
        <Button onClick={onStop}>{say("Turn the camera off")}</Button>
      </div>
    </>
  );
}

async function openCamera(): Promise<State> {
  const allowed = await answerOf(desktopBridge().allowCamera(null));
  if (!allowed.ok) return { state: "off", words: `${allowed.trouble.reason} ${allowed.trouble.next}` };
  if (!allowed.value) return { state: "off", words: say("The camera stays off, as you said.") };
  try {
    const video = { width: { ideal: 320 }, height: { ideal: 240 } };
    return { state: "on", stream: await navigator.mediaDevices.getUserMedia({ video, audio: false }) };
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    return {
      state: "off",
      words:
        name === "NotFoundError"
          ? say("No camera was found. Connect one, then turn it on again.")
          : say(
              "The camera did not open. Another program may be using it, or the system forbids it. Close that program or allow the camera in the system's settings, then try again.",
            ),
    };
  }
}
