/** One step back: what it is called, and the state before it. */
export interface HistoryEntry<State> {
  readonly label: () => string;
  readonly state: State;
  /** Steps with the same key merge while they follow each other closely. */
  readonly merge: string | null;
  /** Milliseconds, of the latest change merged into the step. */
  readonly at: number;
}

export interface History<State> {
  readonly past: readonly HistoryEntry<State>[];
  readonly future: readonly HistoryEntry<State>[];
}

const longest = 200;
const mergeWithin = 1500;

export const emptyHistory: History<never> = { past: [], future: [] };

/** Notes the state before a change. Forgets what had been undone, and the oldest of more than 200 steps. */
export function record<State>(history: History<State>, entry: HistoryEntry<State>): History<State> {
  const last = history.past.at(-1);
  const continues =
    last && entry.merge !== null && last.merge === entry.merge && entry.at - last.at <= mergeWithin;
  const past = continues
    ? [...history.past.slice(0, -1), { ...last, at: entry.at }]
    : [...history.past, entry].slice(-longest);
  return { past, future: [] };
}

/** Lets no later change merge into the latest step: what was saved can be returned to. */
export function sealed<State>(history: History<State>): History<State> {
  const last = history.past.at(-1);
  return last ? { ...history, past: [...history.past.slice(0, -1), { ...last, merge: null }] } : history;
}

/** Every state changed alike. */
export function mapped<State>(history: History<State>, change: (state: State) => State): History<State> {
  const each = (entry: HistoryEntry<State>) => ({ ...entry, state: change(entry.state) });
  return { past: history.past.map(each), future: history.future.map(each) };
}

/** The state one step back, with the history that leads on from it; null where there is none. */
export function stepBack<State>(history: History<State>, now: State): Step<State> | null {
  const last = history.past.at(-1);
  if (!last) return null;
  return {
    label: last.label,
    state: last.state,
    history: { past: history.past.slice(0, -1), future: [...history.future, atRest(last, now)] },
  };
}

/** The state one step forward again; null where nothing was undone. */
export function stepForward<State>(history: History<State>, now: State): Step<State> | null {
  const next = history.future.at(-1);
  if (!next) return null;
  return {
    label: next.label,
    state: next.state,
    history: { past: [...history.past, atRest(next, now)], future: history.future.slice(0, -1) },
  };
}

interface Step<State> {
  readonly label: () => string;
  readonly state: State;
  readonly history: History<State>;
}

/** A step that was undone or redone never merges with what comes after it. */
function atRest<State>(entry: HistoryEntry<State>, state: State): HistoryEntry<State> {
  return { label: entry.label, state, merge: null, at: entry.at };
}
