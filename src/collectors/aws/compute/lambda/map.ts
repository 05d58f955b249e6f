import type { MapContext } from '../../../../collect/step.ts';
import { edge, type RecordOf, ref } from '../../../../schema/index.ts';
import { ownerTagEvidence } from '../../owner-tags.ts';
import { object, required, text } from '../../raw.ts';
import { environmentCredentials, holdsLiterals } from '../../regional/environment.ts';
import { tagsOf } from '../../regional/fields.ts';
import type { Listed } from '../../regional/files.ts';
import { resourcePolicy } from '../../regional/policy.ts';
import { arnOf, awsResource } from '../../regional/resource.ts';

export const emits = [
  'Resource',
  'Credential',
  'Policy',
  'Evidence',
  'NAMES',
  'RUNS_AS',
  'USES',
  'STORED_IN',
  'GOVERNED_BY',
  'ABOUT',
] as const;

/**
 * A function as a consumer. Entry: `FunctionConfiguration` merged with the answers of ListTags (`Tags`) and GetPolicy
 * (`Policy`). Environment values end here.
 * https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
export function mapFunction({ entry }: Listed, context: MapContext): readonly RecordOf<(typeof emits)[number]>[] {
  const arn = arnOf(required(entry, 'FunctionArn'), 'lambda');
  const here = ref('Resource', arn.text);
  const tags = tagsOf(entry['Tags']);
  const policy = resourcePolicy(arn.text, entry['Policy']);
  const variables = object(object(entry, 'Environment'), 'Variables');
  const used = environmentCredentials(here, here, variables, context.fingerprint);
  const role = text(entry, 'Role');
  return [
    awsResource(arn, 'lambda:function', {
      name: text(entry, 'FunctionName'),
      status: text(entry, 'State'),
      secretContainer: holdsLiterals(used, arn.text) ? true : undefined,
      tags,
      problems: policy.problems,
    }),
    ...(role === undefined ? [] : [edge('RUNS_AS', here, ref('Principal', role), {})]),
    ...used,
    ...policy.records,
    ...ownerTagEvidence(here, tags),
  ];
}
