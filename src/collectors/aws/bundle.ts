import {
  type ImportFile,
  type ImportItem,
  jsonItems,
  MalformedError,
  problemOf,
  topLevelKeys,
} from '../../collect/index.ts';
import { asRaw, type Raw } from './raw.ts';

export interface Placed {
  readonly raw: Raw;
  readonly place: string;
}

/** Several CLI answers in one object, each under its own key. For what is small enough to hold: organisations, permission sets. */
export class Bundle {
  /** Keys seen, those of empty lists too. */
  readonly keys: ReadonlySet<string>;
  readonly problems: readonly ImportItem[];
  readonly #lists: ReadonlyMap<string, readonly Placed[]>;
  readonly #objects: ReadonlyMap<string, Raw>;
  /** The answer is one page of several. */
  readonly isCut: boolean;

  private constructor(reading: Reading) {
    this.keys = reading.keys;
    this.problems = reading.problems;
    this.isCut = reading.isCut;
    this.#lists = reading.lists;
    this.#objects = reading.objects;
  }

  /** Reads the whole file. Broken items are problems and are left out. */
  static async of(file: ImportFile, what: string): Promise<Bundle> {
    const reading = new Reading(topLevelKeys(file.head));
    for await (const item of jsonItems(file)) {
      try {
        if ('problem' in item) throw new MalformedError(item.problem, item.place);
        reading.take(item.key, item.index, item.value, item.place);
      } catch (thrown) {
        reading.problems.push({ item: 'problem', problem: problemOf(thrown, what, item.place) });
      }
    }
    return new Bundle(reading);
  }

  list(key: string): readonly Placed[] {
    return this.#lists.get(key) ?? [];
  }

  object(key: string): Raw | undefined {
    return this.#objects.get(key);
  }
}

class Reading {
  readonly keys: Set<string>;
  readonly problems: ImportItem[] = [];
  readonly lists = new Map<string, Placed[]>();
  readonly objects = new Map<string, Raw>();
  isCut = false;

  constructor(keys: readonly string[]) {
    this.keys = new Set(keys);
  }

  take(key: string, index: number | undefined, value: unknown, place: string): void {
    this.keys.add(key);
    if (key === 'NextToken' && typeof value === 'string') this.isCut = true;
    if (index === undefined) {
      if (typeof value === 'object' && value !== null) this.objects.set(key, asRaw(value));
      return;
    }
    const list = this.lists.get(key) ?? [];
    list.push({ raw: asRaw(value), place });
    this.lists.set(key, list);
  }
}

/** The items, or the problem that stops them, said for one step. */
export function* guarded(
  at: { readonly step: string; readonly scope: string; readonly what: string; readonly place: string },
  items: () => readonly ImportItem[],
): Generator<ImportItem> {
  try {
    yield* items();
  } catch (thrown) {
    yield { item: 'problem', step: at.step, scope: at.scope, problem: problemOf(thrown, at.what, at.place) };
  }
}
