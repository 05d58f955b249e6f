import { environmentOf } from '../../../../lib/tags.ts';
import { edge, node, type RecordOf, ref } from '../../../../schema/index.ts';
import { ownerTagEvidence } from '../../owner-tags.ts';
import { object, type Raw, required, text } from '../../raw.ts';
import { arnIn, secretReference } from '../../regional/arn.ts';
import { instant, isRaw, tagsOf } from '../../regional/fields.ts';
import type { Listed } from '../../regional/files.ts';
import { arnOf, awsResource } from '../../regional/resource.ts';
import { currentCredential, storedCredential } from '../../regional/stored.ts';

export const knowledgeBaseEmits = [
  'Tool',
  'Resource',
  'Credential',
  'Evidence',
  'RUNS_AS',
  'RUNS_ON',
  'USES',
  'STORED_IN',
  'GRANTED_ON',
  'ABOUT',
  'NAMES',
] as const;

type KnowledgeRecord = RecordOf<(typeof knowledgeBaseEmits)[number]>;

/**
 * A knowledge base as a tool: the role it runs as, and the secret it opens its store with. Entry: `KnowledgeBaseSummary`
 * merged with the answers of GetKnowledgeBase (`knowledgeBase`) and ListTagsForResource (`tags`).
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_KnowledgeBase.html
 */
export function mapKnowledgeBase({ account, region, entry }: Listed): readonly KnowledgeRecord[] {
  const base = object(entry, 'knowledgeBase');
  const id = text(base, 'knowledgeBaseId') ?? required(entry, 'knowledgeBaseId');
  const place = { account, region };
  const arn = arnOf(text(base, 'knowledgeBaseArn') ?? arnIn(place, 'bedrock', `knowledge-base/${id}`), 'bedrock');
  const name = text(base, 'name') ?? text(entry, 'name') ?? id;
  const tags = tagsOf(entry['tags']);
  const self = ref('Tool', arn.text);
  const role = text(base, 'roleArn');
  return [
    node('Tool', arn.text, { name, kind: 'connector', environment: environmentOf(tags), tags }),
    awsResource(arn, 'bedrock:knowledge-base', {
      name,
      status: text(base, 'status') ?? text(entry, 'status'),
      createdAt: instant(base, 'createdAt'),
      tags,
    }),
    edge('RUNS_ON', self, ref('Resource', arn.text), {}),
    ...(role === undefined ? [] : [edge('RUNS_AS', self, ref('Principal', role), {})]),
    ...storeRecords(arn.text, object(base, 'storageConfiguration')),
    ...ownerTagEvidence(self, tags),
  ];
}

/** Each kind of store has a configuration of its own; those with a secret name it alike. */
function storeRecords(tool: string, storage: Raw): KnowledgeRecord[] {
  return Object.values(storage).flatMap((store) => (isRaw(store) ? storeCredential(tool, store) : []));
}

function storeCredential(tool: string, store: Raw): KnowledgeRecord[] {
  const secret = secretReference(store['credentialsSecretArn']);
  if (secret === undefined) return [];
  const credential = ref('Credential', currentCredential(secret));
  const database = text(store, 'resourceArn');
  return [
    ...storedCredential(secret),
    edge('USES', ref('Tool', tool), credential, { basis: 'configured', via: 'storageConfiguration' }),
    ...(database === undefined ? [] : [edge('GRANTED_ON', credential, ref('Resource', database), {})]),
  ];
}
