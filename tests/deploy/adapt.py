"""Writes template.yaml as this machine can build it and the emulator deploys it."""

import json
import platform
import sys

from samcli.yamlhelper import yaml_dump, yaml_parse


def is_unknown(resource):
    """What the emulator has not, and no function needs: archives of events, and
    alarms on what is computed from metrics."""
    kind, properties = resource["Type"], resource.get("Properties", {})
    return kind == "AWS::Events::Archive" or (kind == "AWS::CloudWatch::Alarm" and "Metrics" in properties)



source, target = sys.argv[1:]
with open(source) as file:
    template = yaml_parse(file.read())

# The functions run on this machine; to build for another architecture
# cargo-lambda would need zig.
is_arm = platform.machine() in ("aarch64", "arm64")
template["Globals"]["Function"]["Architectures"] = ["arm64" if is_arm else "x86_64"]

resources, outputs = template["Resources"], template["Outputs"]
for name in [name for name, resource in resources.items() if is_unknown(resource)]:
    del resources[name]
    for output in [each for each, value in outputs.items() if f'"Ref": "{name}"' in json.dumps(value)]:
        del outputs[output]

with open(target, "w") as file:
    file.write(yaml_dump(template))
