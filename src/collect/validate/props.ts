import { MAX_KEY_LENGTH, type PropSpec, type PropType, type StoredProps } from '../../schema/index.ts';
import { Fault, quoted } from './fault.ts';
import { strictInstant } from './instant.ts';
import { secretIn } from './secrets.ts';

interface CompiledProp {
  readonly type: PropType;
  readonly order: number;
  readonly required: boolean;
  /** Longest text: what stands in an index has the length limit of keys. */
  readonly maxLength: number;
}

/** The declared properties of one label or edge type, ready to check records by. */
export interface CompiledProps {
  readonly names: readonly string[];
  readonly byName: Readonly<Record<string, CompiledProp>>;
  readonly required: readonly string[];
}

/** Unknown is absent; an empty text would say that it is known and empty. */
export const EMPTY = 'must not be empty: what is not known is left out';
const MAX_TEXT = 1024 * 1024;
const NONE: StoredProps = Object.freeze({});

export function compileProps(specs: Readonly<Record<string, PropSpec>>): CompiledProps {
  const byName: Record<string, CompiledProp> = Object.create(null) as Record<string, CompiledProp>;
  const names = Object.keys(specs);
  for (const [order, name] of names.entries()) {
    const spec = specs[name];
    if (spec === undefined) continue;
    const maxLength = spec.index === true ? MAX_KEY_LENGTH : MAX_TEXT;
    byName[name] = { type: spec.type, order, required: spec.optional !== true, maxLength };
  }
  return { names, byName, required: names.filter((name) => byName[name]?.required === true) };
}

/**
 * Checks properties as they were given. What is right already (declared order, instants in their one form, nothing null)
 * is returned as it is, without a copy; `careful` also looks for secrets, value by value.
 */
export function checkProps(compiled: CompiledProps, given: unknown, careful: boolean): StoredProps | Fault {
  if (given === undefined) return compiled.required.length === 0 ? NONE : missing(compiled, NONE);
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return new Fault('props', 'must be an object');
  const props = given as Record<string, unknown>;
  let required = 0;
  let last = -1;
  let asIs = true;
  for (const name in props) {
    const spec = compiled.byName[name];
    if (spec === undefined) return new Fault('props', `has the property ${quoted(name)}, which is not declared`);
    const value = props[name];
    if (value === null) {
      asIs = false;
      continue;
    }
    if (spec.order < last) asIs = false;
    last = spec.order;
    if (spec.required) required += 1;
    const kept = checkValue(spec, value, careful);
    if (kept instanceof Fault) return new Fault(`props.${name}`, kept.message);
    if (kept !== value) {
      props[name] = kept;
    }
  }
  if (required !== compiled.required.length) return missing(compiled, props);
  return asIs ? (props as StoredProps) : inOrder(compiled, props);
}

function missing(compiled: CompiledProps, props: Readonly<Record<string, unknown>>): Fault {
  const name = compiled.required.find((one) => props[one] === undefined || props[one] === null);
  return new Fault(`props.${name ?? ''}`, 'is required');
}

function inOrder(compiled: CompiledProps, props: Record<string, unknown>): StoredProps {
  const ordered: Record<string, unknown> = {};
  for (const name of compiled.names) {
    const value = props[name];
    if (value !== undefined && value !== null) ordered[name] = value;
  }
  return ordered as StoredProps;
}

function checkValue(spec: CompiledProp, value: unknown, careful: boolean): unknown {
  switch (spec.type) {
    case 'string':
      return value === '' ? new Fault('', EMPTY) : checkText(value, spec.maxLength, careful);
    case 'instant':
      return strictInstant(value) ?? new Fault('', 'must be an RFC 3339 time, such as 2026-11-21T13:08:00Z');
    case 'int':
      return Number.isSafeInteger(value) ? value : new Fault('', 'must be a whole number');
    case 'float':
      return typeof value === 'number' && Number.isFinite(value) ? value : new Fault('', 'must be a number');
    case 'boolean':
      return typeof value === 'boolean' ? value : new Fault('', 'must be true or false');
    default:
      return checkTexts(value, careful);
  }
}

export function checkText(value: unknown, maxLength: number, careful: boolean): unknown {
  if (typeof value !== 'string') return new Fault('', 'must be text');
  if (value.length > maxLength) return new Fault('', `must not be longer than ${maxLength} characters`);
  if (!careful) return value;
  if (!value.isWellFormed()) return new Fault('', 'is not well-formed Unicode');
  const kind = secretIn(value);
  return kind === undefined ? value : new Fault('', `looks like a secret (${kind}): push its keyed fingerprint`);
}

function checkTexts(value: unknown, careful: boolean): unknown {
  if (!Array.isArray(value)) return new Fault('', 'must be a list of texts');
  for (const [index, one] of value.entries()) {
    const kept = checkText(one, MAX_TEXT, careful);
    if (kept instanceof Fault) return new Fault('', `item ${index} ${kept.message}`);
  }
  return value;
}
