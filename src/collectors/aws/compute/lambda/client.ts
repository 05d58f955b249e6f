import {
  type FunctionConfiguration,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import { type AwsFetch, entries, fact, inRegions } from '../../regional/fetch.ts';
import type { Listed } from '../../regional/files.ts';

/** Every function with its tags and its policy. Code is not read. */
export function fetchFunctions(context: AwsFetch): AsyncIterable<Listed> {
  return inRegions(context, (place) => {
    const client = context.client.sdk(LambdaClient, place.region);
    const functions = entries(context, {
      what: 'lambda:ListFunctions',
      place: place.region,
      call: (Marker, abortSignal) => client.send(new ListFunctionsCommand({ Marker, MaxItems: 50 }), { abortSignal }),
      entries: (page) => page.Functions,
      next: (page) => page.NextMarker,
    });
    return context.each(functions, async (one): Promise<Listed> => {
      const more = await about(context, client, one);
      return { ...place, entry: { ...one, ...more } };
    });
  });
}

async function about(context: AwsFetch, client: LambdaClient, one: FunctionConfiguration): Promise<object> {
  const arn = one.FunctionArn ?? '';
  const tags = await fact(context, 'lambda:ListTags', arn, (abortSignal) =>
    client.send(new ListTagsCommand({ Resource: arn }), { abortSignal }),
  );
  const policy = await fact(
    context,
    'lambda:GetPolicy',
    arn,
    (abortSignal) => client.send(new GetPolicyCommand({ FunctionName: arn }), { abortSignal }),
    /^ResourceNotFoundException$/,
  );
  return {
    ...(tags === undefined ? {} : { Tags: tags?.Tags ?? {} }),
    ...(policy === undefined ? {} : { Policy: policy?.Policy ?? null }),
  };
}
