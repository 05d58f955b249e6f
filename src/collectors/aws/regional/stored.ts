import { type EdgeRecord, edge, type NodeRecord, node, ref } from '../../../schema/index.ts';
import { parseArn } from './arn.ts';
import { awsResource } from './resource.ts';

/** The key of what a secret or parameter holds now: the credential itself has no public id. */
export function currentCredential(containerArn: string): string {
  return `${containerArn}#current`;
}

type StoredRecord = NodeRecord<'Resource'> | NodeRecord<'Credential'> | EdgeRecord<'STORED_IN'>;

/** The credential a secret or parameter holds, and that it is kept there. Every step that refers to it says the same. */
export function storedCredential(containerArn: string): readonly StoredRecord[] {
  const id = currentCredential(containerArn);
  return [
    ...parameter(containerArn),
    node('Credential', id, { kind: 'secret', system: 'aws', tenant: parseArn(containerArn)?.account }),
    edge('STORED_IN', ref('Credential', id), ref('Resource', containerArn), {}),
  ];
}

/** No step lists SSM parameters: one is known only where something refers to it. */
function parameter(containerArn: string): readonly NodeRecord<'Resource'>[] {
  const arn = parseArn(containerArn);
  if (arn?.service !== 'ssm') return [];
  return [awsResource(arn, 'ssm:parameter', { name: arn.resource.replace(/^parameter/, ''), secretContainer: true })];
}
