/** Property maps with what they have in common taken out. */
export interface Compact {
  readonly same: Readonly<Record<string, unknown>>;
  /** The other properties of each. */
  readonly rest: readonly Readonly<Record<string, unknown>>[];
}

/** Takes out the properties that all maps have with the same value: they need to go over the wire only once. */
export function compact(maps: readonly Readonly<Record<string, unknown>>[]): Compact {
  const same = commonOf(maps);
  const names = new Set(Object.keys(same));
  return { same, rest: names.size === 0 ? maps : maps.map((map) => without(map, names)) };
}

function commonOf(maps: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  const common: Record<string, unknown> = { ...maps[0] };
  let names = Object.keys(common);
  for (const map of maps) {
    for (const name of names) {
      if (isSame(common[name], map[name])) continue;
      delete common[name];
      names = Object.keys(common);
    }
    if (names.length === 0) break;
  }
  return common;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, i) => one === b[i]);
}

function without(map: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  for (const name in map) if (!names.has(name)) rest[name] = map[name];
  return rest;
}
