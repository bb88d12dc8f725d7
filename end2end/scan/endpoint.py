"""Where a forged request would arrive: listens on loopback, keeps what came, and answers wapiti's questions about it.

    endpoint.py PORT
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

hits = {"ssrf": {}, "dtd": {}, "xxe": {}}


class Endpoint(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0].strip("/").split("/")
        answer = b"{}"
        if path[0] in ("get_ssrf.php", "get_xxe.php"):
            found = hits["ssrf"] if path[0] == "get_ssrf.php" else hits["dtd"] | hits["xxe"]
            answer = json.dumps(found).encode()
        elif path[0] in hits and len(path) > 3:
            # KIND/SESSION/REQUEST/PARAMETER/…
            name = path[4].removesuffix(".dtd") if len(path) > 4 else ""
            hit = {"url": self.path, "date": "", "ip": "127.0.0.1", "method": self.command, "size": 0, "payload": name}
            hits[path[0]].setdefault(path[2], {}).setdefault(path[3], []).append(hit)
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    do_HEAD = do_POST = do_PUT = do_OPTIONS = do_GET

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Endpoint).serve_forever()
