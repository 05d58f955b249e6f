import type { FileFormat, ImportFile, ImportItem } from '../../../collect/files/format.ts';
import { type JsonItem, jsonItems, topLevelKeys } from '../../../collect/files/json.ts';
import type { Raw } from '../raw.ts';
import { parseArn } from './arn.ts';
import { isRaw } from './fields.ts';
import { placeOf, type Whereabouts } from './whereabouts.ts';

/** What one entry of a regional list is, from a file as from the live client. */
export interface Listed {
  readonly account: string;
  /** Empty for what has no region (buckets). */
  readonly region: string;
  readonly entry: Raw;
}

/**
 * The output of a list operation as a file. Each entry is what the list gives, merged with the outputs of the commands
 * that tell more about it: `{…entry of list-secrets, "ResourcePolicy": "…"}`. A missing key is not known; `null` is none.
 */
export interface ListFormatSpec {
  readonly id: string;
  readonly title: string;
  readonly madeBy: string;
  readonly step: string;
  /** Top-level key of the list: `SecretList`. */
  readonly key: string;
  /** Field of an entry that holds its ARN, where there is one: tells the account and the region. */
  readonly arnField?: string;
  /** `account` for lists that are not regional. */
  readonly extent?: 'account';
  /** Further condition on the file, where the key alone is not telling. */
  readonly also?: (file: ImportFile) => boolean;
  /** Key that an entry must be merged with: without it most of what the step tells is missing. */
  readonly needs?: string;
}

const NEXT_PAGE = /^(NextToken|nextToken|NextMarker|Marker|ContinuationToken|LastEvaluatedTableName)$/;

/** A format for the output of a list operation: it covers its step in one account and region. */
export function listFormat(spec: ListFormatSpec): FileFormat {
  return {
    id: spec.id,
    title: spec.title,
    madeBy: spec.madeBy,
    recognise: (file) => topLevelKeys(file.head).includes(spec.key) && (spec.also?.(file) ?? true),
    read: (file) => readList(file, spec),
  };
}

async function* readList(file: ImportFile, spec: ListFormatSpec): AsyncGenerator<ImportItem> {
  const where = placeOf(file, spec.arnField, spec.extent);
  if (where === undefined) {
    yield nowhere(spec);
    return;
  }
  const { scope } = where;
  yield { item: 'covers', step: spec.step, scope };
  for await (const item of jsonItems(file)) yield* listItem(item, where, spec);
}

function* listItem(item: JsonItem, where: Whereabouts, spec: ListFormatSpec): Generator<ImportItem> {
  const { step } = spec;
  const { scope } = where;
  const wrong = 'problem' in item ? item.problem : listFault(item, where, spec);
  if (wrong !== undefined) {
    const problem = { kind: 'malformed', what: spec.title, place: item.place, message: wrong } as const;
    yield { item: 'problem', step, scope, problem };
  } else if ('value' in item && item.key === spec.key && isRaw(item.value)) {
    const raw: Listed = { account: where.account, region: where.region, entry: item.value };
    yield { item: 'raw', step, scope, raw, place: item.place };
    if (spec.needs === undefined || spec.needs in item.value) return;
    const message = `its details (${spec.needs}) are not in the file: see how the file is made`;
    yield { item: 'problem', step, scope, problem: { kind: 'failed', what: spec.title, place: item.place, message } };
  }
}

type JsonValue = Extract<JsonItem, { readonly value: unknown }>;

function listFault(item: JsonValue, where: Whereabouts, spec: ListFormatSpec): string | undefined {
  if (NEXT_PAGE.test(item.key) && typeof item.value === 'string' && item.value !== '')
    return 'the list goes on after this page: the rest is missing';
  if (item.key !== spec.key) return undefined;
  if (item.index === undefined) return 'is not a list';
  if (!isRaw(item.value)) return 'is not an object';
  return spec.arnField === undefined ? undefined : arnFault(item.value[spec.arnField], where);
}

function arnFault(given: unknown, where: Whereabouts): string | undefined {
  if (given !== undefined && given !== null && typeof given !== 'string') return 'its ARN is not text';
  const arn = parseArn(given);
  if (arn === undefined) return undefined;
  return arn.account === where.account && (where.region === '' || arn.region === where.region)
    ? undefined
    : `belongs to ${arn.account} in ${arn.region}, not to ${where.scope}`;
}

/** A file about one thing: the outputs of the commands about it, merged into one object. It covers no list. */
export interface ObjectFormatSpec {
  readonly id: string;
  readonly title: string;
  readonly madeBy: string;
  readonly step: string;
  /** Top-level key that must be there: `agent`. */
  readonly key: string;
  /** Key anywhere in the object whose value is the ARN that tells account and region. */
  readonly arnField: string;
  readonly also?: (file: ImportFile) => boolean;
}

/** A format for a file about one thing. */
export function objectFormat(spec: ObjectFormatSpec): FileFormat {
  return {
    id: spec.id,
    title: spec.title,
    madeBy: spec.madeBy,
    recognise: (file) => topLevelKeys(file.head).includes(spec.key) && (spec.also?.(file) ?? true),
    read: (file) => readObject(file, spec),
  };
}

async function* readObject(file: ImportFile, spec: ObjectFormatSpec): AsyncGenerator<ImportItem> {
  const where = placeOf(file, spec.arnField, undefined);
  if (where === undefined) {
    yield nowhere(spec);
    return;
  }
  const { step } = spec;
  const { scope, account, region } = where;
  const entry: Record<string, unknown> = {};
  for await (const item of jsonItems(file)) {
    if ('problem' in item) {
      const problem = { kind: 'malformed', what: spec.title, place: item.place, message: item.problem } as const;
      yield { item: 'problem', step, scope, problem };
    } else if (item.index === undefined) entry[item.key] = item.value;
    else entry[item.key] = [...(Array.isArray(entry[item.key]) ? (entry[item.key] as unknown[]) : []), item.value];
  }
  yield { item: 'raw', step, scope, raw: { account, region, entry } satisfies Listed, place: spec.key };
}

function nowhere(spec: { readonly title: string; readonly arnField?: string }): ImportItem {
  const message =
    'the account and the region are not told: put the file into folders of those names, such as 111122223333/eu-west-1/';
  return { item: 'problem', problem: { kind: 'malformed', what: spec.title, message } };
}
