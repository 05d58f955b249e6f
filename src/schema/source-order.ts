/**
 * Whose word counts when several sources state one property of one node: the first of this list that states it. The
 * systems of record come first, those that only observe come last; a source that is not listed stands before the
 * observers. Ties (two steps of one source) go to the claim that sorts first.
 */
const SYSTEMS_OF_RECORD = ['hr', 'okta', 'entra', 'aws', 'github', 'vault'];
const OBSERVERS = ['records', 'opengraph', 'endpoint', 'derive'];

/** Properties for which another order holds, by `Label.property`. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'Device.userEmail': ['endpoint'],
  'Device.userName': ['endpoint'],
  // Only signals derive these, and only until their system has been collected again.
  'Principal.status': ['derive'],
  'Principal.departedAt': ['derive'],
};

/** Sort key of a claim (`<source>:<scope>/<step>`) for a property: smaller wins. */
export function claimRank(label: string, property: string, claim: string): number {
  const source = claim.slice(0, claim.search(/[:-]/));
  const exception = EXCEPTIONS[`${label}.${property}`]?.indexOf(source) ?? -1;
  if (exception >= 0) return exception - 100;
  const record = SYSTEMS_OF_RECORD.indexOf(source);
  if (record >= 0) return record;
  const observer = OBSERVERS.indexOf(source);
  return observer >= 0 ? 200 + observer : 100;
}
