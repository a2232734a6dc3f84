"""What the person with the phone does, whatever the server's certificate is just now.

usage: approve.py PORT STATE CODE USER
"""

import json
import pathlib
import ssl
import sys
import urllib.request

port, state, code, user = sys.argv[1:]
anyone = ssl.create_default_context()
anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
token = (pathlib.Path(state) / "admin-token").read_text().strip()
wish = urllib.request.Request(
    f"https://localhost:{port}/admin/approve",
    data=json.dumps({"user_code": code, "as": user}).encode(),
    headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Accept": "application/json"},
)
urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=anyone)).open(wish)
