import type { Scope } from '../../../auth/index.ts';
import type { StoredNode } from '../../../queries/lineage/index.ts';
import type { Seen } from '../../../queries/scope/index.ts';
import type { Label } from '../../../schema/index.ts';

/** What one scope covers: keys by label. */
export type VisiblePart = ReadonlyMap<Label, ReadonlySet<string>>;

/** What one caller with a scope sees, in one version of the graph. */
export class Visible implements Seen {
  readonly #parts: readonly VisiblePart[];
  readonly #keys = new Map<Label, readonly string[]>();
  readonly environments: readonly string[] | undefined;
  readonly says: string;

  constructor(scopes: readonly Scope[], parts: readonly VisiblePart[]) {
    this.#parts = parts;
    const isCut = scopes.every(({ environments }) => environments.length > 0);
    this.environments = isCut ? [...new Set(scopes.flatMap(({ environments }) => environments))] : undefined;
    this.says = scopes.map(wordsOf).join('; or ');
  }

  keys(label: Label): readonly string[] {
    const known = this.#keys.get(label);
    if (known !== undefined) return known;
    const made = [...new Set(this.#parts.flatMap((part) => [...(part.get(label) ?? [])]))].sort();
    this.#keys.set(label, made);
    return made;
  }

  has({ label, id, props }: Pick<StoredNode, 'label' | 'id' | 'props'>): boolean {
    if (label === 'Resource') return this.hasEnvironment(props['environment']);
    if (SHARED.has(label)) return this.environments === undefined;
    return this.hasKey(label, id);
  }

  /** By key alone; of resources nothing can be said so. */
  hasKey(label: Label, id: string): boolean {
    return this.#parts.some((part) => part.get(label)?.has(id) === true);
  }

  hasEnvironment(environment: unknown): boolean {
    return this.environments === undefined || this.environments.includes(String(environment));
  }
}

function wordsOf({ teams, environments }: Scope): string {
  const parts = [
    ...(teams.length > 0 ? [`the ${teams.length === 1 ? 'team' : 'teams'} ${teams.join(', ')}`] : []),
    ...(environments.length > 0
      ? [`the ${environments.length === 1 ? 'environment' : 'environments'} ${environments.join(', ')}`]
      : []),
  ];
  return parts.join(' in ');
}

/** Inventory that belongs to no team: handed out unless environments are cut. Its edges lead only to what is visible. */
const SHARED: ReadonlySet<Label> = new Set<Label>([
  'Policy',
  'AccessProfile',
  'Scope',
  'TrustGroup',
  'Origin',
  'Endpoint',
]);
