import type { MapContext } from '../../../../collect/step.ts';
import { redactText } from '../../../../lib/redact.ts';
import { edge, type NodeRef, type RecordOf, ref } from '../../../../schema/index.ts';
import { ownerTagEvidence } from '../../owner-tags.ts';
import { object, objects, type Raw, required, text } from '../../raw.ts';
import { arnIn, type Place, secretReference } from '../../regional/arn.ts';
import { environmentCredentials, holdsLiterals } from '../../regional/environment.ts';
import { instant, tagsOf } from '../../regional/fields.ts';
import type { Listed } from '../../regional/files.ts';
import { arnOf, awsResource } from '../../regional/resource.ts';
import { currentCredential, storedCredential } from '../../regional/stored.ts';

export const emits = ['Resource', 'Credential', 'Evidence', 'NAMES', 'RUNS_AS', 'USES', 'STORED_IN', 'ABOUT'] as const;

type TaskRecord = RecordOf<(typeof emits)[number]>;

/**
 * A task definition as a consumer. Entry: the answer of DescribeTaskDefinition. The task acts as its task role; the
 * execution role is that of the ECS agent, which fetches the secrets and hands them over.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html
 */
export function mapTaskDefinition({ entry }: Listed, context: MapContext): readonly TaskRecord[] {
  const definition = object(entry, 'taskDefinition');
  const arn = arnOf(required(definition, 'taskDefinitionArn'), 'ecs');
  const here = ref('Resource', arn.text);
  const containers = objects(definition, 'containerDefinitions');
  const tags = tagsOf(entry['tags']);
  const literal = containers.flatMap((container) =>
    environmentCredentials(here, here, variablesOf(container), context.fingerprint),
  );
  const role = text(definition, 'taskRoleArn');
  return [
    awsResource(arn, 'ecs:task-definition', {
      name: text(definition, 'family'),
      status: text(definition, 'status'),
      createdAt: instant(definition, 'registeredAt'),
      images: imagesOf(containers),
      secretContainer: holdsLiterals(literal, arn.text) ? true : undefined,
      tags,
    }),
    ...(role === undefined ? [] : [edge('RUNS_AS', here, ref('Principal', role), {})]),
    ...literal,
    ...containers.flatMap((container) => injected(here, arn, container)),
    ...ownerTagEvidence(here, tags),
  ];
}

function variablesOf(container: Raw): Raw {
  return Object.fromEntries(objects(container, 'environment').map((one) => [text(one, 'name') ?? '', one['value']]));
}

function imagesOf(containers: readonly Raw[]): string[] | undefined {
  const images = containers.flatMap((container) => text(container, 'image') ?? []).map(redactText);
  return images.length === 0 ? undefined : [...new Set(images)].sort();
}

/** Secrets that ECS puts into the container, and the one it pulls the image with. */
function injected(here: NodeRef<'Resource'>, place: Place, container: Raw): TaskRecord[] {
  const pull = object(container, 'repositoryCredentials')['credentialsParameter'];
  const named = objects(container, 'secrets').map((one) => ({
    from: containerOf(one['valueFrom'], place),
    via: `secret ${text(one, 'name') ?? ''}`.trim(),
  }));
  return [...named, { from: containerOf(pull, place), via: 'image repository' }].flatMap(({ from, via }) => {
    if (from === undefined) return [];
    const credential = ref('Credential', currentCredential(from));
    return [...storedCredential(from), edge('USES', here, credential, { basis: 'configured', via })];
  });
}

/** A bare name is that of an SSM parameter in the task's region. */
function containerOf(valueFrom: unknown, place: Place): string | undefined {
  if (typeof valueFrom !== 'string' || valueFrom === '') return undefined;
  if (valueFrom.startsWith('arn:')) return secretReference(valueFrom);
  return arnIn(place, 'ssm', `parameter/${valueFrom.replace(/^\//, '')}`);
}
