import { MalformedError } from '../../collect/index.ts';
import { readVaultPolicy, type VaultRule } from '../../lib/vault-policy.ts';

/** The rules of a policy, in HCL or in JSON. Errors: MalformedError, in HCL with the line. */
export function rulesOf(document: string): readonly VaultRule[] {
  const read = readVaultPolicy(document);
  if ('rules' in read) return read.rules;
  throw new MalformedError(read.unreadable, read.line === undefined ? undefined : `line ${read.line}`);
}
