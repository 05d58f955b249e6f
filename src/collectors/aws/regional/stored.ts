import { type EdgeRecord, edge, type NodeRecord, node, ref } from '../../../schema/index.ts';
import { parseArn } from './arn.ts';

/** The key of what a secret or parameter holds now: the credential itself has no public id. */
export function currentCredential(containerArn: string): string {
  return `${containerArn}#current`;
}

/** The credential a secret or parameter holds, and that it is kept there. Every step that refers to it says the same. */
export function storedCredential(containerArn: string): readonly [NodeRecord<'Credential'>, EdgeRecord<'STORED_IN'>] {
  const id = currentCredential(containerArn);
  return [
    node('Credential', id, { kind: 'secret', system: 'aws', tenant: parseArn(containerArn)?.account }),
    edge('STORED_IN', ref('Credential', id), ref('Resource', containerArn), {}),
  ];
}
