import type { Verdict } from '../../../src/access/types.ts';
import type { VaultRule } from '../../../src/access/vault/index.ts';

/** Capabilities as an operation needs them. */
export type Operation = 'read' | 'update' | 'delete' | 'list';

/**
 * Vault's check of one request, in the order in which the server looks things up: an exact path (for a list also without
 * its slash), then the longest prefix and every path with `+`, of which the last by priority counts.
 */
export function naiveVault(rules: readonly VaultRule[], operation: Operation, path: string): Verdict {
  const asked = [path, ...(operation === 'list' && path.endsWith('/') ? [path.slice(0, -1)] : [])];
  for (const one of asked) {
    const found = rules.filter((rule) => rule.path === one && !/\*$/.test(rule.path) && !hasPlus(rule.path));
    if (found.length > 0) return verdictOf(found, operation);
  }
  for (const one of asked.reverse()) {
    const found = lastByPriority(rules.filter((rule) => matches(rule.path, one)));
    if (found.length > 0) return verdictOf(found, operation);
  }
  return 'none';
}

function verdictOf(rules: readonly VaultRule[], operation: Operation): Verdict {
  if (rules.some(({ capabilities }) => capabilities.includes('deny'))) return 'none';
  if (!rules.some(({ capabilities }) => capabilities.includes(operation))) return 'none';
  const limited = operation === 'update' && rules.some(({ limits }) => limits.includes('allowed_parameters'));
  return limited || rules.some(({ limits }) => limits.includes('control_group')) ? 'conditional' : 'certain';
}

const hasPlus = (path: string): boolean => path.split('/').includes('+');

function matches(pattern: string, path: string): boolean {
  if (!hasPlus(pattern)) return pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1));
  const body = pattern.replace(/\*$/, '').replace(/[.^$()|[\]{}\\?]/g, '\\$&');
  const segments = body.split('/').map((segment) => (segment === '+' ? '[^/]*' : segment));
  return new RegExp(`^${segments.join('/')}${pattern.endsWith('*') ? '.*' : ''}$`).test(path);
}

function lastByPriority(rules: readonly VaultRule[]): readonly VaultRule[] {
  const keyOf = (path: string) => {
    const body = path.replace(/\*$/, '');
    const first = hasPlus(path) ? path.indexOf('+') : body.length;
    return [first, path.endsWith('*') ? 0 : 1, -body.split('/').filter((one) => one === '+').length, body.length, body];
  };
  const sorted = rules.map(({ path }) => path).sort((a, b) => compare(keyOf(a), keyOf(b)));
  return rules.filter(({ path }) => path === sorted.at(-1));
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const at = a.findIndex((one, index) => one !== b[index]);
  const [left, right] = [a[at] ?? '', b[at] ?? ''];
  return at < 0 ? 0 : left < right ? -1 : 1;
}
