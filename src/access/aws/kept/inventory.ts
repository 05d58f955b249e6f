import type { AwsPrincipal, AwsResource } from '../../types.ts';

/** A text for each account that is another one when the account's resources, their regions or tags have changed. */
export type Inventory = ReadonlyMap<string, string>;

/** Of resources in any order. */
export function inventoryOf(resources: Iterable<AwsResource>): Inventory {
  const sums = new Map<string, Sum>();
  for (const resource of resources) {
    const sum = sums.get(resource.account) ?? new Sum();
    sums.set(resource.account, sum);
    sum.add(textOf(resource));
  }
  return new Map([...sums].map(([account, sum]) => [account, sum.text]));
}

/** Of the roles among principals: each is a resource as well. */
export function roleInventory(principals: Iterable<AwsPrincipal>): Inventory {
  return inventoryOf(rolesOf(principals));
}

function* rolesOf(principals: Iterable<AwsPrincipal>): Generator<AwsResource> {
  for (const { id, account, kind } of principals) if (kind === 'role') yield { id, account, type: 'iam:role' };
}

export function sameInventory(left: Inventory, right: Inventory): boolean {
  return left.size === right.size && [...left].every(([account, text]) => right.get(account) === text);
}

function textOf({ id, type, region, tags }: AwsResource): string {
  if (region === undefined && tags === undefined) return `${type} ${id}`;
  const sorted = tags === undefined ? undefined : Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${type} ${id} ${JSON.stringify([region, sorted])}`;
}

const PRIME = 0x01000193;
const MIX = 0x85ebca6b;

/** The sum of 64-bit hashes, and how many: the order does not matter. FNV-1a in two lanes, each mixed at the end. */
class Sum {
  #count = 0;
  #high = 0;
  #low = 0;

  add(text: string): void {
    let high = 0x811c9dc5;
    let low = 0x9747b28c;
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i);
      high = Math.imul(high ^ unit, PRIME);
      low = Math.imul(low ^ unit, MIX) ^ (low >>> 15);
    }
    this.#count += 1;
    this.#high = (this.#high + mixed(high)) >>> 0;
    this.#low = (this.#low + mixed(low)) >>> 0;
  }

  get text(): string {
    return `${this.#count}.${this.#high}.${this.#low}`;
  }
}

function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), MIX);
  return (half ^ (half >>> 13)) >>> 0;
}
