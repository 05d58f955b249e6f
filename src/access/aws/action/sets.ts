import { globMatches, hasWildcard } from '../arn/glob.ts';
import type { ActionElement } from '../statement/statement.ts';
import type { ActionTable, TypeActions } from './table.ts';

/** One bit for each action of a type. */
export type ActionBits = Uint32Array;

/** Every distinct `Action` or `NotAction` element once, each worked out for a type when it is first asked for. */
export class ActionSets {
  readonly #table: ActionTable;
  readonly #ids = new Map<string, number>();
  readonly #met = new WeakMap<ActionElement, number>();
  readonly #elements: ActionElement[] = [];
  readonly #bits: (ActionBits | 'none' | undefined)[][] = [];

  constructor(table: ActionTable) {
    this.#table = table;
  }

  intern(element: ActionElement): number {
    const met = this.#met.get(element);
    if (met !== undefined) return met;
    const id = this.#idOf(element);
    this.#met.set(element, id);
    return id;
  }

  #idOf(element: ActionElement): number {
    const key = `${element.controlled ? 'c' : ''}${element.not ? '!' : ''}${element.patterns.join(',')}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#elements.length;
    this.#ids.set(key, id);
    this.#elements.push(element);
    this.#bits.push([]);
    return id;
  }

  /** The actions of the type (by its index in the table) that are in the set; `undefined` when none is. */
  bits(set: number, type: number): ActionBits | undefined {
    const row = this.#bits[set];
    if (row === undefined) return undefined;
    const known = row[type];
    if (known !== undefined) return known === 'none' ? undefined : known;
    const bits = this.#compute(set, type);
    row[type] = bits ?? 'none';
    return bits;
  }

  #compute(set: number, type: number): ActionBits | undefined {
    const element = this.#elements[set];
    const actions = this.#table.types[type];
    if (element === undefined || actions === undefined) return undefined;
    const bits = new Uint32Array(actions.words);
    const patterns = element.patterns.filter((pattern) => mayMatch(pattern, actions));
    let any = false;
    actions.names.forEach((name, index) => {
      if (patterns.some((pattern) => actionMatches(pattern, name)) === element.not) return;
      if (element.controlled && !this.#table.controlled.has(serviceOf(name))) return;
      setBit(bits, index);
      any = true;
    });
    return any ? bits : undefined;
  }
}

/** Both in lower case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export function actionMatches(pattern: string, name: string): boolean {
  return pattern === name || (hasWildcard(pattern) && globMatches(pattern, name));
}

function serviceOf(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(0, colon);
}

function mayMatch(pattern: string, actions: TypeActions): boolean {
  const service = serviceOf(pattern);
  return hasWildcard(service) || actions.services.includes(service);
}

export function setBit(bits: ActionBits, index: number): void {
  const word = index >> 5;
  bits[word] = (bits[word] ?? 0) | (1 << (index & 31));
}

export function hasBit(bits: ActionBits, index: number): boolean {
  return ((bits[index >> 5] ?? 0) & (1 << (index & 31))) !== 0;
}

/** Action names of the policy that its service, whose names we hold, does not have; wildcards may match future actions. */
export function unknownActions(patterns: readonly string[], table: ActionTable): string[] {
  return patterns.filter((pattern) => {
    if (hasWildcard(pattern)) return false;
    const names = table.services.get(pattern.slice(0, pattern.indexOf(':')));
    return !pattern.includes(':') || (names !== undefined && names.size > 0 && !names.has(pattern));
  });
}
