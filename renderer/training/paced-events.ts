import type { Pictures, WorkerEvent } from "../../engine/protocol.ts";
import { useSettings } from "../settings.ts";
import { isViewMoving, leaveFrame, whenDrawn } from "../views/live-drawing.ts";
import type { onTraining } from "../worker-events.ts";
import { receivePictures } from "./received-pictures.ts";
import type { RunEvent } from "./state.ts";

/*
 * When the window takes over what the worker tells: hundreds of layers are drawn from it, so that pictures and progress
 * have frames of their own, and neither comes more often than can be seen or read.
 */

/** What takes the events over, in their order; of pictures only the latest. */
export interface Follower {
  readonly show: (events: readonly RunEvent[]) => void;
  readonly showPictures: (pictures: Pictures) => void;
  /** The worker may compute the next pictures. */
  readonly askForPictures: () => void;
}

/** Milliseconds between news: numbers that change more often cannot be read, and each change lays the page out. */
const betweenNews = 200;
/** Milliseconds that news wait at most, and while the view is moved: their frames are the longest then. */
const longestWait = 300;
const longestWaitWhileMoving = 600;

let follower: Follower | null = null;
/** Pictures that wait for the next frame. */
let waiting: Extract<WorkerEvent, { event: "pictures" }> | null = null;
/** Pictures have come, whose frame is theirs: progress waits for the one after. */
let haveFrame = false;
/** When the person's rate allows the next ones, in milliseconds of `performance.now`. */
let nextPictures = 0;
/** Progress that waits for a frame too. */
let news: Extract<WorkerEvent, { event: "progress" }>[] = [];
/** Brings the news where no frame does: of a hidden window, and while the view is moved. */
let newsTimer: ReturnType<typeof setTimeout> | undefined;
/** When there were news last, in milliseconds of `performance.now`. */
let newsAt = Number.NEGATIVE_INFINITY;

/** Brings the worker's events to the one that follows. Returns the function that ends it; one at a time. */
export function followEvents(by: Follower, listen: typeof onTraining): () => void {
  follower = by;
  const end = listen(receive);
  return () => {
    end();
    follower = null;
    forgetPictures();
    forgetNews();
    nextPictures = 0;
  };
}

/** Those that wait are of a run that is no longer. */
export function forgetPictures(): void {
  waiting = null;
}

/** As pictures are. */
export function forgetNews(): void {
  clearTimeout(newsTimer);
  news = [];
}

/** Shows at once what progress waits. */
export function showNews(): void {
  const events = news;
  forgetNews();
  if (events.length === 0) return;
  newsAt = performance.now();
  follower?.show(events);
}

function receive(event: WorkerEvent): void {
  if (event.event === "pictures") {
    if (!waiting) requestAnimationFrame(showWaiting);
    waiting = event;
    haveFrame = true;
  } else if (event.event === "progress") {
    news.push(event);
    if (news.length === 1) awaitFrame();
  } else {
    showNews();
    if (event.event === "state" && (event.state === "idle" || event.state === "loading")) forgetPictures();
    leaveFrame();
    follower?.show([event]);
  }
}

/** Progress waits for a frame without pictures, all of it: what it changes is laid out once then. */
function awaitFrame(): void {
  const rest = newsAt + betweenNews - performance.now();
  if (rest > 0) setTimeout(showNewsSoon, rest);
  else showNewsSoon();
  const more = longestWaitWhileMoving - longestWait;
  const late = () => {
    newsTimer = setTimeout(showNews, more);
  };
  newsTimer = setTimeout(isViewMoving() ? late : showNews, longestWait);
}

function showNewsSoon(): void {
  if (news.length === 0) return;
  leaveFrame();
  requestAnimationFrame(() => {
    if (isViewMoving()) return;
    const isTheirs = haveFrame;
    haveFrame = false;
    if (isTheirs) showNewsSoon();
    else showNews();
  });
}

function showWaiting(): void {
  const event = waiting;
  waiting = null;
  // What React has to do with them fills this frame; they are drawn with the next ones.
  leaveFrame();
  if (event) follower?.showPictures(receivePictures(event.pictures));
  // The worker computes the next ones when it hears that these are drawn.
  whenDrawn(askForMore);
}

function askForMore(): void {
  const shortest = 1000 / Number(useSettings.getState().mapsRate);
  const now = performance.now();
  const tooEarly = nextPictures - now;
  nextPictures = Math.max(now, nextPictures) + shortest;
  if (tooEarly <= 0) follower?.askForPictures();
  else setTimeout(() => follower?.askForPictures(), tooEarly);
}
