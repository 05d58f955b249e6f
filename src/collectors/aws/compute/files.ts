import type { FileFormat } from '../../../collect/index.ts';
import { listFormat, objectFormat } from '../regional/files.ts';

export const files: readonly FileFormat[] = [
  listFormat({
    id: 'aws-functions',
    title: 'Lambda functions (JSON)',
    madeBy: 'aws lambda list-functions; each entry may be merged with the outputs of list-tags and get-policy',
    step: 'lambda',
    key: 'Functions',
    arnField: 'FunctionArn',
  }),
  listFormat({
    id: 'aws-task-definitions',
    title: 'ECS task definitions (JSON)',
    madeBy: 'the outputs of aws ecs describe-task-definition --include TAGS, as {"taskDefinitions": […]}',
    step: 'ecs',
    key: 'taskDefinitions',
    arnField: 'taskDefinitionArn',
  }),
  objectFormat({
    id: 'aws-task-definition',
    title: 'An ECS task definition (JSON)',
    madeBy: 'aws ecs describe-task-definition --include TAGS',
    step: 'ecs',
    key: 'taskDefinition',
    arnField: 'taskDefinitionArn',
  }),
];
