import type { RecordOf } from '../../../../schema/index.ts';
import { type Raw, required, text } from '../../raw.ts';
import { instant, isRaw, tagsOf } from '../../regional/fields.ts';
import type { Listed } from '../../regional/files.ts';
import { arnOf, awsResource } from '../../regional/resource.ts';

export const emits = ['Resource'] as const;

/**
 * A table. Entry: `TableDescription` merged with the answer of ListTagsOfResource (`Tags`); or `{"Table": …, "Tags": …}`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
 */
export function mapTable({ entry }: Listed): readonly RecordOf<(typeof emits)[number]>[] {
  const table: Raw = isRaw(entry['Table']) ? entry['Table'] : entry;
  return [
    awsResource(arnOf(required(table, 'TableArn'), 'dynamodb'), 'dynamodb:table', {
      name: text(table, 'TableName'),
      status: text(table, 'TableStatus'),
      createdAt: instant(table, 'CreationDateTime'),
      tags: tagsOf(entry['Tags'] ?? table['Tags']),
    }),
  ];
}
