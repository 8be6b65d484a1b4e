import { say } from "../../engine/words/say.ts";
import { formatCount } from "../design/format.ts";

/** How long an epoch took on this computer: `about 12 s an epoch here`. */
export function epochWords(seconds: number): string {
  if (seconds < 0.95) return say("less than a second an epoch here");
  const minutes = seconds / 60;
  const time =
    seconds < 99.5
      ? say("{seconds} s", { seconds: formatCount(Math.round(seconds)) })
      : minutes < 99.5
        ? say("{minutes} min", { minutes: formatCount(Math.round(minutes)) })
        : say("{hours} h", { hours: formatCount(Math.round(minutes / 60)) });
  return say("about {time} an epoch here", { time });
}
