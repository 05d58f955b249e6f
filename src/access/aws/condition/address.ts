/** An address as a number, with the bits of its family. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/**
 * Whether an address lies in a CIDR block (or is the one address named). False where either cannot be read, and where one
 * is IPv4 and the other IPv6.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function addressIn(actual: string, block: string): boolean {
  const [network = '', length] = block.split('/');
  const inside = parseAddress(actual);
  const outside = parseAddress(network);
  if (inside === undefined || outside === undefined || inside.bits !== outside.bits) return false;
  const prefix = length === undefined ? outside.bits : Number(length);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > outside.bits || length === '') return false;
  const shift = BigInt(outside.bits - prefix);
  return inside.value >> shift === outside.value >> shift;
}

function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return { bits: 32, value: parts.reduce((value, part) => value * 256n + BigInt(part), 0n) };
}

/** RFC 4291 §2.2, without the form that ends in an IPv4 address. */
function parseV6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array<string>(halves.length === 1 ? 0 : missing).fill('0'), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n) };
}
