import { type ImportFile, jsonItems, MalformedError, topLevelKeys } from '../../../collect/index.ts';
import { accountOf } from '../keys.ts';
import { object, type Raw, required, text } from '../raw.ts';

/** The lists by their own names in the CLI's answers, and the step each feeds. */
export const STEP_OF = {
  AccessKeyMetadata: 'access-keys',
  MFADevices: 'mfa-devices',
  VirtualMFADevices: 'mfa-devices',
  ServiceSpecificCredentials: 'service-specific-credentials',
  OpenIDConnectProviderList: 'oidc-providers',
  SAMLProviderList: 'saml-providers',
} as const;
export type ListKey = keyof typeof STEP_OF;

export function isListKey(key: string): key is ListKey {
  return Object.hasOwn(STEP_OF, key);
}

/** What a first pass over a file of lists learns. */
export class ListsReading {
  readonly keys = new Set<ListKey>();
  readonly #users = new Map<string, string>();
  readonly #named = new Set<string>();
  readonly #devices = new Map<string, number>();
  #account: string | undefined;
  #isCut = false;

  static async of(file: ImportFile): Promise<ListsReading> {
    const reading = new ListsReading();
    // A list that is empty has no items: only its key tells that it was asked for.
    for (const key of topLevelKeys(file.head)) if (isListKey(key)) reading.keys.add(key);
    for await (const item of jsonItems(file)) if (!('problem' in item)) reading.#take(item.key, item.index, item.value);
    return reading;
  }

  /** The account that an ARN in it names. */
  get account(): string | undefined {
    return this.#account;
  }

  #take(key: string, index: number | undefined, value: unknown): void {
    if (key === 'IsTruncated' && value === true) this.#isCut = true;
    if (key === 'NextToken' && typeof value === 'string') this.#isCut = true;
    if (index === undefined || typeof value !== 'object' || value === null) return;
    if (isListKey(key)) this.keys.add(key);
    const { Arn, UserArn, UserName } = value as Raw;
    for (const arn of [Arn, UserArn]) if (typeof arn === 'string') this.#account ??= accountOf(arn);
    if (typeof UserName !== 'string') return;
    if (key !== 'Users') this.#named.add(UserName);
    else if (typeof Arn === 'string') this.#users.set(UserName, Arn);
  }

  /** Why what is missing in the list may still exist; `undefined` when it is a list of all. */
  gap(step: string): string | undefined {
    if (this.#isCut) return 'the export is one page of several';
    const isPerUser = step !== 'oidc-providers' && step !== 'saml-providers';
    if (isPerUser && this.#users.size === 0 && this.#named.size === 1)
      return 'the list is of one user only; add the answer of list-users to have it taken for the whole account';
    return undefined;
  }

  /**
   * The ARN of the user that an item names: told by the item, by the list of users, or, for lack of better, the one
   * without a path. Errors: MalformedError when the list of users does not have it.
   */
  userArn(raw: Raw, account: string): string {
    const name = required(raw, 'UserName');
    const arn = text(raw, 'UserArn') ?? this.#users.get(name);
    if (arn === undefined && this.#users.size > 0) throw new MalformedError(`its user ${name} is not among the Users`);
    return arn ?? `arn:aws:iam::${account}:user/${name}`;
  }

  /** Counts a second factor. A virtual device that is assigned names its user in full. */
  addDevice(key: 'MFADevices' | 'VirtualMFADevices', raw: Raw, account: string): void {
    const arn = key === 'MFADevices' ? this.userArn(raw, account) : text(object(raw, 'User'), 'Arn');
    if (arn !== undefined) this.#devices.set(arn, (this.#devices.get(arn) ?? 0) + 1);
  }

  /** Second factors by user. Who has none is only known from all users and all their devices: virtual ones are not all. */
  devices(): ReadonlyMap<string, number> {
    const all = new Map(this.#devices);
    if (this.keys.has('MFADevices')) for (const arn of this.#users.values()) all.set(arn, all.get(arn) ?? 0);
    return all;
  }
}
