import { resourcePath as placeOf } from '../../schema/index.ts';
import type { Problem } from '../problem.ts';
import { FolderBuilder, type Ordinals, sortOrdinals } from '../ranges/ordinals.ts';
import type { AwsResource } from '../types.ts';
import { type Arn, parseArn, resourceStart } from './arn/arn.ts';
import { KnownFacts, type PlacedFacts } from './resource/known.ts';

/** The ordinals of one region's resources of one type, with what their ARNs have in common. */
export interface Shelf extends Omit<Arn, 'resource'> {
  readonly lo: number;
  readonly hi: number;
}

/** The ordinals of one account's resources of one type. */
export interface Partition {
  readonly type: number;
  readonly lo: number;
  readonly hi: number;
  readonly shelves: readonly Shelf[];
  /** Resources of this type stand for all that is in the container of the same name (the objects of a bucket). */
  readonly facet: boolean;
}

/** All resources, sorted. Made once, shared by every question. */
export interface Estate extends PlacedFacts {
  readonly ordinals: Ordinals;
  /** Sorted; a type's index is its place here. */
  readonly types: readonly string[];
  readonly accounts: ReadonlyMap<string, readonly Partition[]>;
  partitionOf(ordinal: number): Partition | undefined;
  shelfOf(ordinal: number): Shelf | undefined;
  readonly problems: readonly Problem[];
}

/**
 * What stands inside a resource and is granted apart from it. The facet's id is the container's ARN and `/*`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
 */
export const FACETS: Readonly<Record<string, string>> = { 's3:bucket': 's3:object' };

const FACET_TYPES = new Set(Object.values(FACETS));

/** The facet's id for a container's, `arn:aws:s3:::b` → `arn:aws:s3:::b/*`. */
export function facetId(containerId: string): string {
  return `${containerId}/*`;
}

/** The container of a facet's id; `undefined` for any other id. */
export function containerOf(id: string): string | undefined {
  return id.startsWith('arn:') && id.includes(':s3:::') && id.endsWith('/*') ? id.slice(0, -2) : undefined;
}

/**
 * The immutable path of a resource: `aws/<account>/<service:type>/<region>/<name>`, where the region is that of the ARN
 * (`-` for S3 and IAM) and the name everything in the ARN after the account. A facet has its container's name.
 * `undefined` when the id is not an ARN.
 */
export function resourcePath(resource: AwsResource): string | undefined {
  const arn = parseArn(resource.id);
  return arn && `${folderPath(resource.account, resource.type, arn.region)}${nameOf(resource.type, arn.resource)}`;
}

function folderPath(account: string, type: string, region: string): string {
  return placeOf('aws', account, type, region, '');
}

function nameOf(type: string, resource: string): string {
  return FACET_TYPES.has(type) ? resource.replace(/\/\*$/, '') : resource;
}

interface Head {
  readonly account: string;
  readonly type: string;
  readonly arn: Arn;
  readonly rows: FolderBuilder;
}

/**
 * Sorts resources into ordinals and adds the facets of containers. A resource whose id is no ARN, or whose ARN is of
 * another service than its neighbours', is left out and reported.
 */
export function prepareEstate(resources: Iterable<AwsResource>): Estate {
  const heads = new Heads();
  const problems: Problem[] = [];
  const known = new KnownFacts();
  for (const resource of resources) {
    const { id, account, type } = resource;
    known.add(resource, FACETS[type] === undefined ? undefined : facetId(id));
    const cut = resourceStart(id);
    const head = heads.of(account, type, id, cut);
    if (head === undefined) {
      problems.push(unreadable(resource));
      continue;
    }
    const name = nameOf(type, id.slice(cut));
    head.rows.add(name, id);
    const facet = FACETS[type];
    if (facet !== undefined) heads.of(account, facet, id, cut)?.rows.add(name, facetId(id));
  }
  const folders = new Map([...heads.byPath].map(([path, head]) => [path, head.rows]));
  const ordinals = sortOrdinals(folders);
  return { ...arrange(ordinals, heads.byPath, problems), ...known.placed(ordinals) };
}

/** Finds the folder of a row by the head of its ARN: there are a million rows, and few heads to take apart. */
class Heads {
  readonly byPath = new Map<string, Head>();
  readonly #accounts = new Map<string, Map<string, Map<string, Head | 'unreadable'>>>();

  /** `undefined` where the id is no ARN, or one of another service or partition than the folder's first. */
  of(account: string, type: string, id: string, cut: number): Head | undefined {
    const text = id.slice(0, cut);
    const head = this.#accounts.get(account)?.get(type)?.get(text) ?? this.#make(account, type, id, text);
    return head === 'unreadable' ? undefined : head;
  }

  #make(account: string, type: string, id: string, text: string): Head | 'unreadable' {
    const types = this.#accounts.get(account) ?? new Map<string, Map<string, Head | 'unreadable'>>();
    this.#accounts.set(account, types);
    const heads = types.get(type) ?? new Map<string, Head | 'unreadable'>();
    types.set(type, heads);
    const made = this.#folder(account, type, parseArn(id));
    heads.set(text, made);
    return made;
  }

  #folder(account: string, type: string, arn: Arn | undefined): Head | 'unreadable' {
    if (arn === undefined) return 'unreadable';
    const path = folderPath(account, type, arn.region);
    const known = this.byPath.get(path);
    if (known !== undefined) return differs(known.arn, arn) ? 'unreadable' : known;
    const made = { account, type, arn, rows: new FolderBuilder() };
    this.byPath.set(path, made);
    return made;
  }
}

function differs(head: Arn, arn: Arn): boolean {
  return head.service !== arn.service || head.partition !== arn.partition || head.account !== arn.account;
}

function unreadable(resource: AwsResource): Problem {
  return {
    code: 'resource-unreadable',
    message: `The id is not an ARN of a ${resource.type}`,
    resourceId: resource.id,
  };
}

function arrange(
  ordinals: Ordinals,
  heads: ReadonlyMap<string, Head>,
  problems: readonly Problem[],
): Omit<Estate, keyof PlacedFacts> {
  const types = [...new Set([...heads.values()].map(({ type }) => type))].sort();
  const typeIndex = new Map(types.map((type, index) => [type, index]));
  const accounts = new Map<string, Partition[]>();
  const partitions: Partition[] = [];
  const shelves: Shelf[] = [];
  for (const folder of ordinals.folders) {
    const head = heads.get(folder.path);
    if (head === undefined) continue;
    const { resource: _, ...arn } = head.arn;
    const shelf: Shelf = { ...arn, lo: folder.lo, hi: folder.hi };
    shelves.push(shelf);
    const inAccount = accounts.get(head.account) ?? [];
    accounts.set(head.account, inAccount);
    const type = typeIndex.get(head.type) ?? 0;
    const last = inAccount.at(-1);
    const joined = last?.type === type ? last : undefined;
    const partition: Partition = {
      type,
      lo: joined?.lo ?? folder.lo,
      hi: folder.hi,
      shelves: [...(joined?.shelves ?? []), shelf],
      facet: FACET_TYPES.has(head.type),
    };
    if (joined === undefined) {
      inAccount.push(partition);
      partitions.push(partition);
    } else {
      inAccount[inAccount.length - 1] = partition;
      partitions[partitions.length - 1] = partition;
    }
  }
  return {
    ordinals,
    types,
    accounts,
    problems,
    partitionOf: (ordinal) => holderOf(partitions, ordinal),
    shelfOf: (ordinal) => holderOf(shelves, ordinal),
  };
}

function holderOf<T extends { readonly lo: number; readonly hi: number }>(
  sorted: readonly T[],
  ordinal: number,
): T | undefined {
  let lo = 0;
  let hi = sorted.length;
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    if ((sorted[middle]?.hi ?? 0) <= ordinal) lo = middle + 1;
    else hi = middle;
  }
  const found = sorted[lo];
  return found !== undefined && ordinal >= found.lo && ordinal < found.hi ? found : undefined;
}
