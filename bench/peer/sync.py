"""Syncs an AWS emulator with cartography, once, and prints one JSON line: seconds, exit code and peak memory.

usage: BENCH_NEO4J_PASSWORD=... AWS_ENDPOINT_URL=... python sync.py BOLT_URI
Needs an environment with cartography==0.143.0. The emulator has no service-last-accessed reports; cartography would ask
for them for ten minutes and give up, so that part is left out.
"""

import json
import os
import resource
import sys
import time

import cartography.intel.aws.iam as iam
from cartography.cli import main

# What our AWS collector reads of this account, in cartography's words.
SYNCS = "iam,s3,secretsmanager,permission_relationships"


def sync(uri):
    iam.sync_service_last_accessed_details = lambda *args, **kwargs: None
    return main(
        [
            "--neo4j-uri", uri,
            "--neo4j-user", "neo4j",
            "--neo4j-password-env-var", "BENCH_NEO4J_PASSWORD",
            "--selected-modules", "create-indexes,aws",
            "--aws-requested-syncs", SYNCS,
            "--aws-regions", "us-east-1",
        ]
    )


begun = time.perf_counter()
try:
    code = sync(sys.argv[1])
except SystemExit as end:
    code = end.code
print(
    json.dumps(
        {
            "seconds": time.perf_counter() - begun,
            "code": code,
            "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
