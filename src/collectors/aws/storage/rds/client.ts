import { DescribeDBClustersCommand, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { type AwsFetch, entries, inRegions } from '../../regional/fetch.ts';
import type { Listed } from '../../regional/files.ts';

const PAGE = 100;

/** Every Aurora, Neptune and DocumentDB cluster: one API for all three. */
export function fetchClusters(context: AwsFetch): AsyncIterable<Listed> {
  return inRegions(context, async function* (place): AsyncGenerator<Listed> {
    const client = context.client.sdk(RDSClient, place.region);
    const clusters = entries(context, {
      what: 'rds:DescribeDBClusters',
      place: place.region,
      call: (Marker, abortSignal) =>
        client.send(new DescribeDBClustersCommand({ Marker, MaxRecords: PAGE }), { abortSignal }),
      entries: (page) => page.DBClusters,
      next: (page) => page.Marker,
    });
    for await (const cluster of clusters) yield { ...place, entry: { ...cluster } };
  });
}

/** Every database instance, those of clusters included. */
export function fetchInstances(context: AwsFetch): AsyncIterable<Listed> {
  return inRegions(context, async function* (place): AsyncGenerator<Listed> {
    const client = context.client.sdk(RDSClient, place.region);
    const instances = entries(context, {
      what: 'rds:DescribeDBInstances',
      place: place.region,
      call: (Marker, abortSignal) =>
        client.send(new DescribeDBInstancesCommand({ Marker, MaxRecords: PAGE }), { abortSignal }),
      entries: (page) => page.DBInstances,
      next: (page) => page.Marker,
    });
    for await (const instance of instances) yield { ...place, entry: { ...instance } };
  });
}
