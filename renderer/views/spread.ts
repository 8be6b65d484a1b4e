/**
 * Moves labels apart so that neighbours are at least `gap` away from each other and all lie between `low` and
 * `high`, each as near to its wish as that allows. Keeps the order of the list.
 */
export function spread(wishes: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const order = wishes.map((_, index) => index).sort((a, b) => (wishes[a] ?? 0) - (wishes[b] ?? 0));
  const places = order.map((index) => Math.max(low, Math.min(high, wishes[index] ?? low)));
  // Neighbours share the way that they have to go; a few rounds settle every chain.
  for (let round = 0; round < 20; round++)
    for (let index = 1; index < places.length; index++) {
      const missing = gap - ((places[index] ?? 0) - (places[index - 1] ?? 0));
      if (missing <= 0) continue;
      places[index - 1] = (places[index - 1] ?? 0) - missing / 2;
      places[index] = (places[index] ?? 0) + missing / 2;
    }
  for (let index = 0; index < places.length; index++)
    places[index] = Math.max(places[index] ?? 0, index === 0 ? low : (places[index - 1] ?? 0) + gap);
  for (let index = places.length - 1; index >= 0; index--)
    places[index] = Math.min(
      places[index] ?? 0,
      index === places.length - 1 ? high : (places[index + 1] ?? 0) - gap,
    );
  const result = [...wishes];
  order.forEach((index, place) => {
    result[index] = places[place] ?? 0;
  });
  return result;
}
