/**
 * Cypher for whether what is in a container `c` shares the container's grant `g`, for a resource `r` in it. It does, except:
 * what a bucket holds is granted apart from the bucket; AWS policies name each resource themselves; nobody reads the value of
 * an Actions secret through the repository it is kept in. `docs/reach.md` tells the rule.
 */
export const SHARED_BELOW =
  "(type(g) = 'GRANTED_ON' OR NOT c.id STARTS WITH 'arn:') AND NOT coalesce(c.kind, '') = 's3:bucket' AND NOT coalesce(r.kind, '') IN ['s3:object', 'github:actions-secret']";
