/**
 * Whether a permission string covers an operation: `*` stands for any run of characters, anywhere, `/` included; case does
 * not matter. https://learn.microsoft.com/azure/role-based-access-control/role-definitions#wildcard-permissions
 */
export function coversOperation(pattern: string, operation: string): boolean {
  const text = operation.toLowerCase();
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const last = rest.pop();
  if (last === undefined) return first === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
