"""Reads one table with the official client, whole and in part, in both response formats, and prints what it got as JSON."""

import json
import sys

import delta_sharing

profile = sys.argv[1]
client = delta_sharing.SharingClient(profile)
[table] = client.list_all_tables()
address = f"{profile}#{table.share}.{table.schema}.{table.name}"
whole = delta_sharing.load_as_pandas(address)
delta = delta_sharing.load_as_pandas(address, use_delta_format=True)
changes = delta_sharing.load_table_changes_as_pandas(address, starting_version=0)
print(
    json.dumps(
        {
            "table": table.name,
            "version": delta_sharing.get_table_version(address),
            "rows": len(whole),
            "first": len(delta_sharing.load_as_pandas(address, limit=10)),
            "same": bool(whole.equals(delta)),
            "changes": len(changes),
            "sum": round(float(whole["precipitation"].sum()), 1),
        }
    )
)
