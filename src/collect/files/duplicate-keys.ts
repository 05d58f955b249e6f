const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/**
 * Does an object of this JSON text name a field twice? `JSON.parse` would keep the last and say nothing. `spaced`: there
 * may be space before a colon (`hasSpacedColon` of the text or of more text around it).
 */
export function hasDuplicateKeys(text: string, parsed: unknown, spaced: boolean): boolean {
  const fields = fieldsIn(parsed);
  if (!spaced && namesAtFirstSight(text) === fields) return false;
  return colonsOutsideText(text) !== fields;
}

export function hasSpacedColon(text: string): boolean {
  return text.includes(' :') || text.includes('\t:') || text.includes('\r:');
}

/**
 * How often a quote and a colon meet: the number of names, unless a value holds `":` or a space stands before a colon.
 * A hidden second name would need both at once.
 */
function namesAtFirstSight(text: string): number {
  let count = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) count += 1;
  return count;
}

function colonsOutsideText(text: string): number {
  let count = 0;
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) inside = !inside;
    else if (inside) {
      if (code === BACKSLASH) at += 1;
    } else if (code === COLON) count += 1;
  }
  return count;
}

function fieldsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const one of value) count += fieldsIn(one);
    return count;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name in fields) {
    const inner = fields[name];
    count += typeof inner === 'object' ? 1 + fieldsIn(inner) : 1;
  }
  return count;
}
