"""Prints what the tools found as one table, and fails when something is neither mended nor accepted with a reason.

    report.py accepted.json FOLDER    FOLDER: wapiti*.json, schemathesis/*.json, console.log
"""

import collections
import json
import pathlib
import re
import sys

Finding = collections.namedtuple("Finding", "tool title where text")


def wapiti(report):
    for kind in ("vulnerabilities", "anomalies", "additionals"):
        for title, found in report[kind].items():
            for one in found:
                where = f"{one['method']} {one['path']}" + (f" ({one['parameter']})" if one["parameter"] else "")
                yield Finding("wapiti", title, where, " ".join(one["info"].split()))


def schemathesis(report):
    for failure in report["failures"]:
        for operation in failure["operations"]:
            yield Finding("schemathesis", failure["title"], operation if isinstance(operation, str) else operation["label"], "")
    for error in report["errors"]:
        yield Finding("schemathesis", "Error", "", json.dumps(error))


def log(lines):
    """What no client sees: causes of failures, and panics."""
    for line in lines:
        route = re.search(r'method=(\S+) route="([^"]+)"', line)
        where = " ".join(route.groups()) if route else ""
        if status := re.search(r"answered status=(5\d\d)", line):
            yield Finding("log", f"Status {status[1]}", where, "")
        elif " ERROR " in line or "panicked" in line:
            yield Finding("log", "Error", where, line.split("}:", 1)[-1].strip()[:200])


def collect(folder):
    found = []
    for path in sorted(folder.glob("wapiti*.json")):
        report = json.loads(path.read_text())
        print(f"{path.stem}: {report['infos']['crawled_pages_nbr']} pages and forms")
        found += wapiti(report)
    for path in folder.glob("schemathesis/*.json"):
        report = json.loads(path.read_text())
        print(f"schemathesis: {report['test_cases']['generated']} requests to {report['operations']['tested']} server functions")
        found += schemathesis(report)
    return found + list(log((folder / "console.log").read_text(errors="replace").splitlines()))


def reason(accepted, finding):
    """Why it is none, or None. An entry may narrow by place and by text."""
    for entry in accepted:
        same = (entry["tool"], entry["finding"]) == (finding.tool, finding.title)
        if same and re.search(entry.get("where", ""), finding.where) and re.search(entry.get("text", ""), finding.text):
            return entry["reason"]
    return None


def main():
    accepted, folder = json.loads(pathlib.Path(sys.argv[1]).read_text()), pathlib.Path(sys.argv[2])
    groups = collections.defaultdict(list)
    for finding in collect(folder):
        groups[(reason(accepted, finding), finding.tool, finding.title)].append(finding)
    for (why, tool, title), found in sorted(groups.items(), key=lambda item: (item[0][0] is not None, item[0][1:])):
        print(f"{'OPEN' if why is None else 'accepted':9} {len(found):4}  {tool}: {title}")
        if why is None:
            for line, count in collections.Counter(f"{one.where}  {one.text}".strip() for one in found).most_common(12):
                print(f"{'':16}{count}x {line[:220]}")
        else:
            print(f"{'':16}{why}")
    count = sum(len(found) for (why, *_), found in groups.items() if why is None)
    print(f"scan: {count} open, {sum(map(len, groups.values())) - count} accepted")
    sys.exit(count > 0)


main()
