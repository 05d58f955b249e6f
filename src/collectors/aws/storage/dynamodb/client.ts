import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { arnIn, type Place } from '../../regional/arn.ts';
import { type AwsFetch, allEntries, entries, fact, inRegions } from '../../regional/fetch.ts';
import type { Listed } from '../../regional/files.ts';

/** Every table with its description and tags. No item is read. */
export function fetchTables(context: AwsFetch): AsyncIterable<Listed> {
  return inRegions(context, (place) => {
    const client = context.client.sdk(DynamoDBClient, place.region);
    const names = entries(context, {
      what: 'dynamodb:ListTables',
      place: place.region,
      call: (ExclusiveStartTableName, abortSignal) =>
        client.send(new ListTablesCommand({ ExclusiveStartTableName }), { abortSignal }),
      entries: (page) => page.TableNames,
      next: (page) => page.LastEvaluatedTableName,
    });
    return context.each(names, (name) => described(context, client, place, name));
  });
}

async function described(context: AwsFetch, client: DynamoDBClient, place: Place, name: string): Promise<Listed> {
  const arn = arnIn(place, 'dynamodb', `table/${name}`);
  const answer = await fact(context, 'dynamodb:DescribeTable', arn, (abortSignal) =>
    client.send(new DescribeTableCommand({ TableName: name }), { abortSignal }),
  );
  const tags = await allEntries(context, {
    what: 'dynamodb:ListTagsOfResource',
    place: arn,
    call: (NextToken, abortSignal) =>
      client.send(new ListTagsOfResourceCommand({ ResourceArn: arn, NextToken }), { abortSignal }),
    entries: (page) => page.Tags,
    next: (page) => page.NextToken,
  });
  const table = { TableName: name, TableArn: arn, ...answer?.Table };
  return { ...place, entry: tags === undefined ? table : { ...table, Tags: tags } };
}
