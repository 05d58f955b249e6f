import { IAMClient, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import { type FetchContext, type MapContext, step } from '../../../collect/index.ts';
import { node, type RecordOf } from '../../../schema/index.ts';
import type { AwsClient } from '../client.ts';
import { pages } from '../pages.ts';
import { USER_CONCURRENCY, type UserName, userNames } from './users.ts';

/** A user and how many second factors it has. */
export interface MfaRaw {
  readonly userArn: string;
  readonly devices: number;
}

export const mfaDevices = step<AwsClient, MfaRaw, 'Principal'>({
  id: 'mfa-devices',
  title: 'Second factors of IAM users',
  mode: 'snapshot',
  emits: ['Principal'],
  permissions: ['iam:ListUsers', 'iam:ListMFADevices'],
  fetch: fetchMfaDevices,
  map: mapMfa,
});

async function* fetchMfaDevices(context: FetchContext<AwsClient>): AsyncGenerator<MfaRaw> {
  for await (const found of context.each(userNames(context), (user) => devicesOf(context, user), USER_CONCURRENCY))
    if (found !== undefined) yield found;
}

/** `undefined` when the list could not be read to its end: then nothing is said about the user. */
async function devicesOf(context: FetchContext<AwsClient>, user: UserName): Promise<MfaRaw | undefined> {
  const iam = context.client.sdk(IAMClient);
  const list = pages(
    context,
    'iam:ListMFADevices',
    (Marker, abortSignal) => iam.send(new ListMFADevicesCommand({ UserName: user.name, Marker }), { abortSignal }),
    (page) => (page.IsTruncated === true ? page.Marker : undefined),
    user.name,
  );
  let devices = 0;
  let ended = false;
  for await (const page of list) {
    devices += page.MFADevices?.length ?? 0;
    ended = page.IsTruncated !== true;
  }
  return ended || devices > 0 ? { userArn: user.arn, devices } : undefined;
}

export function mapMfa({ userArn, devices }: MfaRaw, _context: MapContext): readonly RecordOf<'Principal'>[] {
  return [node('Principal', userArn, { mfa: devices > 0 })];
}
