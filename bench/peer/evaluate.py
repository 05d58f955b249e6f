"""The peer's permission evaluation over principals and resources of a file, for one permission.

usage: evaluate.py FILE   ({"principals": {arn: {policy: [statement]}}, "resources": [arn], "permission": "S3:GetObject"})
prints one line of JSON: pairs, CPU seconds, allowed pairs.
"""
import json
import logging
import sys
import time

logging.disable(logging.CRITICAL)
from cartography.intel.aws import permission_relationships as peer  # noqa: E402

with open(sys.argv[1], encoding="utf8") as file:
    work = json.load(file)
principals = {
    arn: {name: peer.compile_statement(statements) for name, statements in policies.items()}
    for arn, policies in work["principals"].items()
}
began = time.process_time()
allowed = peer.calculate_permission_relationships(principals, work["resources"], [work["permission"]])
seconds = time.process_time() - began
pairs = len(principals) * len(work["resources"])
print(json.dumps({"pairs": pairs, "cpuSeconds": seconds, "allowed": len(allowed)}))
