import { DescribeTaskDefinitionCommand, ECSClient, ListTaskDefinitionFamiliesCommand } from '@aws-sdk/client-ecs';
import { type AwsFetch, entries, fact, inRegions } from '../../regional/fetch.ts';
import type { Listed } from '../../regional/files.ts';

/** The newest active revision of every family: what the next task will run. */
export function fetchTaskDefinitions(context: AwsFetch): AsyncIterable<Listed> {
  return inRegions(context, async function* (place): AsyncGenerator<Listed> {
    const client = context.client.sdk(ECSClient, place.region);
    const families = entries(context, {
      what: 'ecs:ListTaskDefinitionFamilies',
      place: place.region,
      call: (nextToken, abortSignal) =>
        client.send(new ListTaskDefinitionFamiliesCommand({ status: 'ACTIVE', nextToken }), { abortSignal }),
      entries: (page) => page.families,
      next: (page) => page.nextToken,
    });
    const described = context.each(families, (taskDefinition) =>
      fact(context, 'ecs:DescribeTaskDefinition', `${place.region} ${taskDefinition}`, (abortSignal) =>
        client.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }), { abortSignal }),
      ),
    );
    for await (const answer of described) {
      if (!answer) continue;
      yield { ...place, entry: { taskDefinition: answer.taskDefinition, tags: answer.tags } };
    }
  });
}
