import { type AnyStep, step } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { fetchTaskDefinitions } from './ecs/client.ts';
import * as ecs from './ecs/map.ts';
import { fetchFunctions } from './lambda/client.ts';
import * as lambda from './lambda/map.ts';

export { files } from './files.ts';

export const steps: readonly AnyStep<AwsClient>[] = [
  step({
    id: 'lambda',
    title: 'Lambda functions',
    mode: 'snapshot',
    emits: lambda.emits,
    permissions: ['lambda:ListFunctions', 'lambda:ListTags', 'lambda:GetPolicy'],
    notAvailable: {
      'Resource.createdAt': 'Lambda gives the time of the last change only',
      'Resource.lastUsedAt': 'Lambda reports no last use',
    },
    fetch: fetchFunctions,
    map: lambda.mapFunction,
  }),
  step({
    id: 'ecs',
    title: 'ECS task definitions',
    mode: 'snapshot',
    emits: ecs.emits,
    permissions: ['ecs:ListTaskDefinitionFamilies', 'ecs:DescribeTaskDefinition'],
    notAvailable: {
      'Resource.lastUsedAt': 'a task definition has no last use; older revisions still running are not read',
    },
    fetch: fetchTaskDefinitions,
    map: ecs.mapTaskDefinition,
  }),
];
