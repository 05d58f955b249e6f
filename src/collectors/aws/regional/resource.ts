import { MalformedError } from '../../../collect/errors.ts';
import { environmentOf, sensitivityOf } from '../../../lib/tags.ts';
import { type NodeProps, type NodeRecord, node, resourcePath } from '../../../schema/index.ts';
import { type Arn, parseArn } from './arn.ts';

type ResourceProps = NodeProps<'Resource'>;

/** An ARN of the expected service. Errors: MalformedError. */
export function arnOf(value: string, service: string): Arn {
  const arn = parseArn(value);
  if (arn === undefined || arn.service !== service) throw new MalformedError(`not an ARN of ${service}`);
  return arn;
}

/**
 * A Resource of an account. Its path has the region of its ARN and, as name, everything in the ARN after the account, so
 * that a pattern of a policy is a range of paths. `account` is for ARNs without one (S3).
 */
export function awsResource(
  arn: Arn,
  kind: string,
  props: ResourceProps,
  account: string = arn.account,
): NodeRecord<'Resource'> {
  return node('Resource', arn.text, {
    kind,
    system: 'aws',
    tenant: account,
    region: props.region ?? (arn.region === '' ? undefined : arn.region),
    path: resourcePath('aws', account, kind, arn.region, arn.resource),
    environment: environmentOf(props.tags),
    sensitivity: sensitivityOf(props.tags),
    name: props.name,
    secretContainer: props.secretContainer,
    publicAccess: props.publicAccess,
    host: props.host,
    images: props.images,
    createdAt: props.createdAt,
    rotatedAt: props.rotatedAt,
    lastUsedAt: props.lastUsedAt,
    status: props.status,
    tags: props.tags,
    problems: props.problems,
  });
}
