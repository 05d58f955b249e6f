import { MalformedError } from '../../collect/index.ts';
import { asObject, type Json } from './fields.ts';
import { parseBlocks } from './hcl.ts';

const CAPABILITIES = [
  'create',
  'read',
  'update',
  'patch',
  'delete',
  'list',
  'sudo',
  'deny',
  'subscribe',
  'recover',
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** One `path "…" { … }` of a policy. */
export interface PathRule {
  readonly path: string;
  readonly capabilities: readonly Capability[];
  /** Fields that limit how the capabilities may be used: `allowed_parameters`, `control_group` … */
  readonly limits: readonly string[];
}

/**
 * The rules of a policy, in HCL or in JSON. Errors: MalformedError with the line.
 * https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax
 */
export function parsePolicy(document: string): readonly PathRule[] {
  const json = document.trimStart().startsWith('{');
  const rules = json ? jsonRules(document) : hclRules(document);
  return rules.map(({ path, fields }) => ruleOf(path, fields));
}

interface Found {
  readonly path: string;
  readonly fields: Json;
}

function hclRules(document: string): Found[] {
  return parseBlocks(document).map(({ type, labels, fields }) => {
    const [path] = labels;
    if (type !== 'path' || path === undefined || labels.length !== 1)
      throw new MalformedError('a policy holds path "…" { … } only');
    return { path, fields };
  });
}

function jsonRules(document: string): Found[] {
  const paths = asObject(asObject(parsed(document))?.['path']);
  if (paths === undefined) throw new MalformedError('a policy in JSON has the field path');
  return Object.entries(paths).map(([path, fields]) => ({ path, fields: asObject(fields) ?? {} }));
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw new MalformedError('the policy is neither HCL nor JSON');
  }
}

const LIMITS = ['allowed_parameters', 'denied_parameters', 'required_parameters', 'control_group', 'mfa_methods'];

function ruleOf(path: string, fields: Json): PathRule {
  const limits = LIMITS.filter((name) => fields[name] !== undefined);
  // Vault drops the slash at the front of a path.
  return { path: path.replace(/^\//, ''), capabilities: capabilitiesOf(fields, path), limits };
}

/** `policy = "write"` is the old short form. */
const SHORT: Readonly<Record<string, readonly Capability[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};

function capabilitiesOf(fields: Json, path: string): readonly Capability[] {
  const listed: unknown = fields['capabilities'];
  const short = typeof fields['policy'] === 'string' ? SHORT[fields['policy']] : undefined;
  if (listed === undefined) return short ?? [];
  if (!Array.isArray(listed) || !listed.every(isCapability))
    throw new MalformedError(`the capabilities of ${JSON.stringify(path)} are not a list of known words`);
  return short === undefined ? listed : [...new Set([...listed, ...short])];
}

function isCapability(value: unknown): value is Capability {
  return CAPABILITIES.some((known) => known === value);
}
