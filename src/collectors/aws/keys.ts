import type { ImportFile } from '../../collect/index.ts';
import { redactText } from '../../lib/redact.ts';
import { tagList } from '../../lib/tags.ts';

/** Key of an AWS account as a Resource. */
export function accountKey(account: string): string {
  return `aws:${account}:account:${account}`;
}

/**
 * Key of the role that a permission set is provisioned as in an account, by the set's name: Identity Center knows the name
 * but not the role's ARN, IAM knows both, so the edges of the two meet here.
 */
export function permissionSetRoleKey(account: string, permissionSet: string): string {
  return `aws:${account}:permission-set-role:${permissionSet}`;
}

/** The account in an ARN, `undefined` where it holds none (buckets) or none of twelve digits (`aws` managed policies). */
export function accountOf(arn: string | undefined): string | undefined {
  const account = arn?.split(':')[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

/** The account id among the folders of a file: `…/111122223333/access-keys.json`. The innermost wins. */
export function accountOfFolders(file: ImportFile): string | undefined {
  return file.folders.findLast((folder) => /^\d{12}$/.test(folder));
}

/** A tag of most AWS services; ECS and some others write the names small. */
export interface AwsTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
  readonly key?: string | undefined;
  readonly value?: string | undefined;
}

/** Tags as the graph keeps them. People put tokens into tags: a recognised secret is taken out. */
export function awsTags(tags: readonly AwsTag[] | undefined): string[] | undefined {
  if (!Array.isArray(tags)) return undefined;
  const pairs = (tags as readonly AwsTag[]).flatMap((tag): [string, string][] => {
    const key = tag.Key ?? tag.key;
    return typeof key === 'string' ? [[key, redactText(String(tag.Value ?? tag.value ?? ''))]] : [];
  });
  return tagList(pairs);
}
