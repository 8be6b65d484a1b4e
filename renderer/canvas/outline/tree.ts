/** A tree that is walked by keys: items with what lies below them. */
export interface TreeItem<Item> {
  readonly key: string;
  readonly items: readonly Item[];
}

/** A line that is shown, because all above it are open. */
export interface TreeRow<Item> {
  readonly item: Item;
  /** 1 for the outermost. */
  readonly level: number;
  /** Its number among those on its level under the same one, from 1 on, and how many these are. */
  readonly position: number;
  readonly siblings: number;
  readonly parent: string | null;
}

export function shownRows<Item extends TreeItem<Item>>(
  items: readonly Item[],
  closed: ReadonlySet<string>,
  level = 1,
  parent: string | null = null,
): readonly TreeRow<Item>[] {
  return items.flatMap((item, index) => [
    { item, level, position: index + 1, siblings: items.length, parent },
    ...(closed.has(item.key) ? [] : shownRows(item.items, closed, level + 1, item.key)),
  ]);
}

export type TreeStep = { readonly go: string } | { readonly open: string } | { readonly close: string };

/**
 * What a key does in a tree, after the tree view pattern of the ARIA Authoring Practices: arrows, Home and End. Null
 * where it does nothing.
 */
export function treeStep<Item extends TreeItem<Item>>(
  rows: readonly TreeRow<Item>[],
  at: string,
  key: string,
  closed: ReadonlySet<string>,
): TreeStep | null {
  const index = rows.findIndex(({ item }) => item.key === at);
  const row = rows[index];
  if (!row) return null;
  const goTo = (target: TreeRow<Item> | undefined) => (target ? { go: target.item.key } : null);
  const isClosed = closed.has(at);
  switch (key) {
    case "ArrowDown":
      return goTo(rows[index + 1]);
    case "ArrowUp":
      return goTo(rows[index - 1]);
    case "Home":
      return goTo(rows[0]);
    case "End":
      return goTo(rows.at(-1));
    case "ArrowRight":
      if (row.item.items.length === 0) return null;
      return isClosed ? { open: at } : goTo(rows[index + 1]);
    case "ArrowLeft":
      if (row.item.items.length > 0 && !isClosed) return { close: at };
      return row.parent === null ? null : { go: row.parent };
    default:
      return null;
  }
}

/** The next line that begins with the typed letters, going round; the one we are at counts only for more letters. */
export function typedAhead<Item extends TreeItem<Item>>(
  rows: readonly TreeRow<Item>[],
  at: string,
  typed: string,
  nameOf: (item: Item) => string,
): string | null {
  const index = rows.findIndex(({ item }) => item.key === at);
  const from = index + (typed.length > 1 ? 0 : 1);
  const around = [...rows.slice(from), ...rows.slice(0, from)];
  const found = around.find(({ item }) =>
    nameOf(item).toLocaleLowerCase().startsWith(typed.toLocaleLowerCase()),
  );
  return found?.item.key ?? null;
}
