"""
Reads one table with the official client, whole and in part, in both response formats, its versions and its changes, and
prints what it got as JSON. With a second argument it only tries, and prints by what it was refused and after how long.
"""

import json
import sys
import time

import delta_sharing
import requests

profile = sys.argv[1]
client = delta_sharing.SharingClient(profile)
if len(sys.argv) > 2:
    began = time.monotonic()
    try:
        client.list_shares()
        print(json.dumps({"status": 200}))
    except requests.HTTPError as refusal:
        reply = refusal.response
        print(
            json.dumps(
                {
                    "status": reply.status_code,
                    "code": reply.json()["errorCode"],
                    "quick": time.monotonic() - began < 1,
                }
            )
        )
    sys.exit()

[table] = client.list_all_tables()
address = f"{profile}#{table.share}.{table.schema}.{table.name}"
load = delta_sharing.load_as_pandas
whole = load(address)
delta = load(address, use_delta_format=True)
changes = delta_sharing.load_table_changes_as_pandas(address, starting_version=0)
actions = delta_sharing.load_table_changes_as_pandas(
    address, starting_version=0, use_delta_format=True
)
print(
    json.dumps(
        {
            "table": table.name,
            "version": delta_sharing.get_table_version(address),
            "rows": len(whole),
            "first": len(load(address, limit=10)),
            "firstOfDelta": len(load(address, limit=10, use_delta_format=True)),
            "sameFirst": bool(
                load(address, limit=10).equals(load(address, limit=10, use_delta_format=True))
            ),
            "same": bool(whole.equals(delta)),
            "before": len(load(address, version=1)),
            "changes": changes["_change_type"].value_counts().to_dict(),
            "changesOfDelta": actions["_change_type"].value_counts().to_dict(),
            "sum": round(float(whole["precipitation"].sum()), 1),
        }
    )
)
