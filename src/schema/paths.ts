/**
 * The immutable hierarchical place of a resource: `<system>/<tenant>/<kind>/<region>/<name>`, such as
 * `aws/111122223333/s3:bucket/-/invoices`. A missing region is `-`. The name may hold further slashes (vault paths, prefixes).
 */
export function resourcePath(
  system: string,
  tenant: string,
  kind: string,
  region: string | undefined,
  name: string,
): string {
  return [system, tenant, kind, region === undefined || region === '' ? '-' : region, name].join('/');
}
