import { useEffect, useState } from "react";
import { useTraining } from "./store.ts";
import { epochWords, finishedWords } from "./words.ts";

/** One message in so many milliseconds at most; the latest one waits its turn. */
const pause = 5000;

/** Says epoch ends and the end of the run to screen readers, politely. */
export function RunAnnouncer() {
  const [said, setSaid] = useState("");
  useEffect(() => {
    let lastSaid = Number.NEGATIVE_INFINITY;
    let waiting: ReturnType<typeof setTimeout> | null = null;
    let latest = "";
    const say = () => {
      waiting = null;
      lastSaid = performance.now();
      setSaid(latest);
    };
    const end = useTraining.subscribe((now, before) => {
      const epoch = now.results.at(-1);
      if (now.result && now.result !== before.result) latest = finishedWords(now.result);
      else if (epoch && epoch !== before.results.at(-1)) latest = epochWords(epoch);
      else return;
      waiting ??= setTimeout(say, Math.max(0, lastSaid + pause - performance.now()));
    });
    return () => {
      end();
      if (waiting !== null) clearTimeout(waiting);
    };
  }, []);
  return <output className="unseen">{said}</output>;
}
