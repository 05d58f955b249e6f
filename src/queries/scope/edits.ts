/** A change to a text: what stands from one place up to another becomes something else. Places count code points. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with the changes, which do not overlap; those at one place in the order in which they are given. */
export function edited(text: string, edits: readonly Edit[]): string {
  const points = [...text];
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, text: put } of edits.toSorted((a, b) => a.from - b.from)) {
    parts.push(points.slice(at, from).join(''), put);
    at = to;
  }
  return [...parts, points.slice(at).join('')].join('');
}
