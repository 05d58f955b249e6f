import type { ConditionTest } from '../condition/condition.ts';
import { hasVariables } from '../condition/variables.ts';
import type { PolicyStatement } from '../statement/statement.ts';

/** Keys whose fixed value says who is meant, or from where.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
const WHO =
  /^(?:aws:principal(?:arn|account|orgid|orgpaths|isawsservice|servicename|servicenameslist)|aws:userid|aws:source(?:arn|account|orgid|orgpaths|ip|vpc|vpce|vpcarn|owner)|aws:vpcsourceip|aws:vpce(?:account|orgid|orgpaths)|s3:dataaccesspoint(?:arn|account))$/;

/** Operators that let in what they name, and not all but what they name. */
const NAMES_VALUES =
  /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress|Bool)$/i;

/** Whether a condition ties a statement for everyone to somebody or to a network. */
export function namesSomeone(test: ConditionTest): boolean {
  return (
    WHO.test(test.key.toLowerCase()) &&
    NAMES_VALUES.test(test.operator) &&
    test.values.every((value) => isFixed(test, value))
  );
}

/** A fixed value has no variables, and wildcards only at its end, after something. */
function isFixed(test: ConditionTest, value: ConditionTest['values'][number]): boolean {
  if (hasVariables(value)) return false;
  const text = value.join('');
  return test.compare !== undefined && test.compare !== 'null' && test.compare.pattern
    ? /^[^*?]+(?:[*?].*)?$/.test(text)
    : !isWholeNetwork(text);
}

function isWholeNetwork(text: string): boolean {
  return /\/[0-7]$/.test(text) && !/^(?:10|172|192)\./.test(text);
}

/** Whether a statement opens a resource to everyone. */
export function isPublic({ effect, principal, conditions }: PolicyStatement): boolean {
  if (effect !== 'Allow' || principal === undefined) return false;
  return (principal.anyone || principal.not) && !conditions.some(namesSomeone);
}
