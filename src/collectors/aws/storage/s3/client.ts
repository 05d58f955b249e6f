import {
  type Bucket,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { MalformedError } from '../../../../collect/errors.ts';
import { pages } from '../../pages.ts';
import type { Raw } from '../../raw.ts';
import { type AwsFetch, fact } from '../../regional/fetch.ts';
import type { Listed } from '../../regional/files.ts';
import { regionOfLocation } from './location.ts';

const PAGE = 1000;

/** Every bucket of the account with where it is, its tags, its policy and what is open to the public. */
export async function* fetchBuckets(context: AwsFetch): AsyncGenerator<Listed> {
  const client = context.client.sdk(S3Client);
  const listed = pages(
    context,
    's3:ListAllMyBuckets',
    async (ContinuationToken, abortSignal) => {
      const page = await client.send(new ListBucketsCommand({ MaxBuckets: PAGE, ContinuationToken }), { abortSignal });
      // An account without buckets has an owner still; an answer with neither is none.
      if (page.Buckets === undefined && page.Owner === undefined)
        throw new MalformedError('s3:ListBuckets answered without its list');
      return page;
    },
    (page) => page.ContinuationToken,
  );
  for await (const page of listed) yield* context.each(page.Buckets ?? [], (bucket) => described(context, bucket));
}

async function described(context: AwsFetch, bucket: Bucket): Promise<Listed> {
  const where = await locationOf(context, bucket);
  const client = context.client.sdk(S3Client, where.region ?? context.client.regions[0]);
  const facts = bucketFacts(context, client, bucket.Name ?? '');
  const [tags, policy, block, status] = [
    await facts.tags(),
    await facts.policy(),
    await facts.block(),
    await facts.status(),
  ];
  const entry = { ...bucket, ...where.entry, ...tags, ...policy, ...block, ...status };
  return { account: context.client.account, region: '', entry };
}

/** The bucket's region: of the list, else asked for. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
async function locationOf(context: AwsFetch, bucket: Bucket): Promise<{ region?: string; entry: Raw }> {
  if (bucket.BucketRegion !== undefined) return { region: bucket.BucketRegion, entry: {} };
  const client = context.client.sdk(S3Client);
  const answer = await fact(context, 's3:GetBucketLocation', bucket.Name ?? '', (abortSignal) =>
    client.send(new GetBucketLocationCommand({ Bucket: bucket.Name }), { abortSignal }),
  );
  if (!answer) return { entry: {} };
  const LocationConstraint = answer.LocationConstraint ?? null;
  return { region: regionOfLocation(LocationConstraint), entry: { LocationConstraint } };
}

/** The calls about one bucket; each answer is merged into its entry, `null` for what the bucket does not have. */
function bucketFacts(context: AwsFetch, client: S3Client, Bucket: string) {
  const ask = async <A>(
    what: string,
    absent: RegExp,
    call: (abortSignal: AbortSignal) => Promise<A>,
    key: string & keyof A,
  ): Promise<Raw> => {
    const answer = await fact(context, what, Bucket, call, absent);
    return answer === undefined ? {} : { [key]: answer?.[key] ?? null };
  };
  return {
    tags: () =>
      ask(
        's3:GetBucketTagging',
        /^NoSuchTagSet/,
        (abortSignal) => client.send(new GetBucketTaggingCommand({ Bucket }), { abortSignal }),
        'TagSet',
      ),
    policy: () =>
      ask(
        's3:GetBucketPolicy',
        /^NoSuchBucketPolicy$/,
        (abortSignal) => client.send(new GetBucketPolicyCommand({ Bucket }), { abortSignal }),
        'Policy',
      ),
    block: () =>
      ask(
        's3:GetBucketPublicAccessBlock',
        /^NoSuchPublicAccessBlockConfiguration$/,
        (abortSignal) => client.send(new GetPublicAccessBlockCommand({ Bucket }), { abortSignal }),
        'PublicAccessBlockConfiguration',
      ),
    status: () =>
      ask(
        's3:GetBucketPolicyStatus',
        /^NoSuchBucketPolicy$/,
        (abortSignal) => client.send(new GetBucketPolicyStatusCommand({ Bucket }), { abortSignal }),
        'PolicyStatus',
      ),
  };
}
