/**
 * Orders two texts by code point, which is the order of their UTF-8 bytes and of Neo4j's range index
 * (`org.neo4j.values.storable.UTF8StringValue.compareTo`). JavaScript's `<` orders by UTF-16 unit and differs where a
 * surrogate pair (U+10000 and above) meets U+E000–U+FFFF.
 * @returns negative, zero or positive
 */
export function compareCodePoints(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** A surrogate unit belongs to a code point above every unit that is not one. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
