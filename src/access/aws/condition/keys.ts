/**
 * What is known about one condition key for one principal. `unknown` is decided by the request (source address, MFA,
 * tags in the request …) or was not collected; `absent` is known not to be in any request of that principal; `resource`
 * is decided by what is asked for (its tags, its region), and differs from resource to resource.
 */
export type KeyValue = readonly string[] | 'absent' | 'unknown' | 'resource';

/** Looks a key up by its lower-case name: key names are not case-sensitive, key values are.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html */
export type KeyLookup = (lowerCaseKey: string) => KeyValue;

/** A principal of whom nothing is known: every key is decided later. */
export const NOTHING_KNOWN: KeyLookup = () => 'unknown';
