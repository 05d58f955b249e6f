"""Loads the bench's rows with cartography's own loader, twice: into an empty graph, then again with nothing changed.

usage: BENCH_NEO4J_PASSWORD=... python load.py BOLT_URI FOLDER
Needs an environment with cartography==0.143.0. Prints one JSON line: seconds and CPU seconds (of this process) of both
passes, and its peak memory. Indexes and the reading of the files are not counted.
"""

import json
import logging
import os
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path

import cartography.intel.create_indexes as create_indexes
import neo4j
from cartography.client.core.tx import load, run_write_query
from cartography.intel.aws.permission_relationships import load_principal_mappings
from cartography.models.aws.iam.access_key import AccountAccessKeySchema
from cartography.models.aws.iam.group import AWSGroupSchema
from cartography.models.aws.iam.role import AWSRoleSchema
from cartography.models.aws.iam.user import AWSUserSchema
from cartography.models.aws.s3.bucket import S3BucketSchema

ACCOUNT = "123456789012"
SCHEMAS = {
    "users": AWSUserSchema(),
    "roles": AWSRoleSchema(),
    "groups": AWSGroupSchema(),
    "keys": AccountAccessKeySchema(),
    "buckets": S3BucketSchema(),
}


class NoConfig:
    """`create_indexes.run` wants a configuration and asks nothing of it."""


def read_rows(folder):
    names = [*SCHEMAS, "memberships", "can_read"]
    return {name: [json.loads(line) for line in (folder / f"{name}.jsonl").open()] for name in names}


def shape(rows):
    """The rows as cartography's transformers hand them to its loader."""
    members = defaultdict(list)
    for row in rows["memberships"]:
        members[row["group_arn"]].append(row["user_arn"])
    for group in rows["groups"]:
        group["user_arns"] = members[group["arn"]]
    for bucket in rows["buckets"]:
        bucket.update(Name=bucket["name"], Arn=bucket["arn"], Region=bucket["region"], CreationDate="2026-01-01")
    for grant in rows["can_read"]:
        grant.update(has_condition=False, condition_keys=[], conditions=None)


def load_all(session, rows, tag):
    run_write_query(
        session,
        "MERGE (a:AWSAccount {id: $AWS_ID}) SET a.lastupdated = $lastupdated",
        lastupdated=tag,
        AWS_ID=ACCOUNT,
    )
    for name, schema in SCHEMAS.items():
        load(session, schema, rows[name], lastupdated=tag, AWS_ID=ACCOUNT)
    load_principal_mappings(session, rows["can_read"], "AWSS3Bucket", "CAN_READ", tag)


def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main():
    logging.disable(logging.INFO)
    uri, folder = sys.argv[1], Path(sys.argv[2])
    rows = read_rows(folder)
    shape(rows)
    auth = ("neo4j", os.environ["BENCH_NEO4J_PASSWORD"])
    with neo4j.GraphDatabase.driver(uri, auth=auth, notifications_min_severity="OFF") as driver:
        with driver.session() as session:
            create_indexes.run(session, NoConfig())
            first = timed(lambda: load_all(session, rows, 1))
            again = timed(lambda: load_all(session, rows, 2))
            grants = session.run("MATCH ()-[r:CAN_READ]->() RETURN count(r) AS n").single()["n"]
    print(
        json.dumps(
            {
                "firstSeconds": first[0],
                "firstCpuSeconds": first[1],
                "againSeconds": again[0],
                "againCpuSeconds": again[1],
                "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "grants": grants,
            }
        )
    )


main()
