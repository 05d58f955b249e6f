import type { ImportFile } from '../../../collect/files/format.ts';
import { parseArn } from './arn.ts';

/** Where a file was made, and the scope that its facts are claimed for. */
export interface Whereabouts {
  readonly account: string;
  /** Empty for a list that is not regional. */
  readonly region: string;
  /**
   * `<account>/<region>` for a regional list, else `<account>`: a file of one region says nothing about the others, and
   * must not retire what stands there.
   */
  readonly scope: string;
}

const ACCOUNT = /(?<!\d)\d{12}(?!\d)/;
const REGION = /(?<![a-z0-9])[a-z]{2}(?:-[a-z]+){1,2}-\d(?!\d)/;

/** The account and region: of the first ARN in `arnField`, else of the folders and the file's name, nearest first. */
export function placeOf(
  file: ImportFile,
  arnField: string | undefined,
  extent: 'account' | undefined,
): Whereabouts | undefined {
  const arn = arnField === undefined ? undefined : firstArn(file.head, arnField);
  const names = [file.name, ...file.folders.toReversed()];
  const account = arn?.account || firstMatch(names, ACCOUNT);
  const region = extent === 'account' ? '' : arn?.region || firstMatch(names, REGION);
  if (account === undefined || region === undefined) return undefined;
  return { account, region, scope: region === '' ? account : `${account}/${region}` };
}

function firstArn(head: string, field: string): ReturnType<typeof parseArn> {
  const found = new RegExp(`"${field}"\\s*:\\s*"(arn:[^"\\\\]+)"`).exec(head)?.[1];
  return parseArn(found);
}

function firstMatch(names: readonly string[], pattern: RegExp): string | undefined {
  for (const name of names) {
    const found = pattern.exec(name)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}
