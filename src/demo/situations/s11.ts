import { HR_TENANT, humanKey } from '../cast.ts';
import type { Person, Planted } from '../types.ts';
import type { World } from '../world.ts';

/** An owner moved team: the earlier HR export has them elsewhere. */
export function s11(world: World): Planted {
  const [mover, stayer] = [world.cast.get('sunniva'), world.cast.get('noor')];
  const blueprint = world.entra.blueprint('Payments assistants', world.cast.get('leontyne'), [200, 90, 400]);
  const agent = world.entra.agentIdentity('refund-reconciler', blueprint, mover, ['environment=production']);
  const other = world.entra.agentIdentity('chargeback-drafter', blueprint, stayer, ['environment=production']);
  return {
    situation: 'S11',
    title: 'The owner of an agent moved to another team',
    status: 'expected',
    subjects: {
      agent,
      human: humanKey(mover),
      from: `team:hr:${HR_TENANT}:payments`,
      to: `team:hr:${HR_TENANT}:data`,
    },
    owner: humanKey(mover),
    route: { to: humanKey(world.cast.get('hakon')), why: 'new manager of the owner' },
    path: [humanKey(mover), agent],
    nearMisses: [
      {
        what: 'the owner has another title and the same team and manager',
        subjects: { agent: other, human: humanKey(stayer) },
      },
    ],
  };
}

/** The people as HR had them 40 days ago. */
export function peopleBefore(world: World): Person[] {
  const [mover, stayer] = [world.cast.get('sunniva'), world.cast.get('noor')];
  return world.cast.people.map((person) => {
    if (person === mover) return { ...person, team: 'payments', manager: world.cast.get('leontyne').id };
    return person === stayer ? { ...person, title: 'Senior Payments Engineer' } : person;
  });
}
