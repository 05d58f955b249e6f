import type { EventRow, EventStore } from '../../events/store.ts';

/** Sums over the event store, each a few rows per pair: the graph holds no raw events. */
export const folds = {
  /** Where each credential was used from. */
  origins: (events: EventStore): Promise<EventRow[]> =>
    events.query(`SELECT credential, ip, region, count(*)::INTEGER AS n, min(occurredAt) AS first, max(occurredAt) AS last
                  FROM events WHERE credential IS NOT NULL AND ip IS NOT NULL GROUP BY ALL ORDER BY ALL`),
  /** Where each session was used from: an address, or the AWS service that called with it. */
  sessionOrigins: (events: EventStore): Promise<EventRow[]> =>
    events.query(`SELECT session, coalesce(ip, userAgent) AS ip, region, count(*)::INTEGER AS n, min(occurredAt) AS first, max(occurredAt) AS last
                  FROM events WHERE session IS NOT NULL AND (ip IS NOT NULL OR userAgent LIKE '%.amazonaws.com') GROUP BY ALL ORDER BY ALL`),
  /** What each credential, session or principal acted on. */
  touches: (events: EventStore): Promise<EventRow[]> =>
    events.query(`SELECT session, credential, principal, r.resource AS resource, list_sort(list_distinct(list(action)))[1:20] AS actions,
                         count(*)::INTEGER AS n, min(occurredAt) AS first, max(occurredAt) AS last
                  FROM events, unnest(resources) AS r(resource)
                  WHERE resource <> '' AND outcome = 'success' GROUP BY session, credential, principal, resource ORDER BY ALL`),
  /** Sessions: role × session name × day. */
  sessions: (events: EventStore): Promise<EventRow[]> =>
    events.query(`SELECT session, any_value(sessionName) AS name, any_value(principal) AS principal, max(person) AS person,
                         max(userAgent) AS userAgent, count(*)::INTEGER AS n, min(occurredAt) AS first, max(occurredAt) AS last
                  FROM events WHERE session IS NOT NULL GROUP BY session ORDER BY session`),
  /** Who made or issued something: the first event of each kind about each subject. */
  subjects: (events: EventStore): Promise<EventRow[]> =>
    events.query(`SELECT subjectLabel, subjectId, action, arg_min(source, occurredAt) AS source, arg_min(id, occurredAt) AS id, min(occurredAt) AS at, arg_min(principal, occurredAt) AS principal,
                         arg_min(coalesce(person, ''), occurredAt) AS person
                  FROM events WHERE subjectId IS NOT NULL AND outcome = 'success' GROUP BY subjectLabel, subjectId, action ORDER BY ALL`),
  /** Clients seen on each long-lived credential. */
  clients: (events: EventStore): Promise<EventRow[]> =>
    events.query(`SELECT credential, userAgent, count(*)::INTEGER AS n, min(occurredAt) AS first, max(occurredAt) AS last
                  FROM events WHERE credential IS NOT NULL AND userAgent IS NOT NULL GROUP BY ALL ORDER BY ALL`),
  /** Last successful use of each credential. */
  lastUses: (events: EventStore): Promise<EventRow[]> =>
    events.query(
      'SELECT credential, max(occurredAt) AS last FROM events WHERE credential IS NOT NULL GROUP BY credential ORDER BY credential',
    ),
} as const;
