/** What `JSON.parse` gave, still unjudged. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One text or a list of texts, as the grammar allows; numbers and booleans are read as their text. */
export function asTexts(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts: string[] = [];
  for (const each of list) {
    if (typeof each === 'string') texts.push(each);
    else if (typeof each === 'number' || typeof each === 'boolean') texts.push(String(each));
    else return undefined;
  }
  return texts;
}

/** Parses a policy document as IAM hands it out: JSON, often URL-encoded (RFC 3986). `undefined` when it is neither. */
export function parseDocument(document: string): unknown {
  const text = document.trim().replace(/^\ufeff/, '');
  try {
    return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text);
  } catch {
    return undefined;
  }
}
