"""A program that signs in by msal's device flow and gets its tokens anew: msal_program.py ISSUER CA

Writes `flow {…}` with what it would show, then `result {…}` for the sign-in and for the refresh. Exit code 1 when it
gets no tokens.
"""

import json
import sys

import msal

SCOPES = ["api.read"]


def main(issuer, authority):
    # msal wants an authority with a path, as its own servers have; "/." is one that leads nowhere else.
    application = msal.PublicClientApplication("tokenidp-tv-app", oidc_authority=f"{issuer}/.", verify=authority)
    flow = application.initiate_device_flow(scopes=SCOPES)
    print("flow", json.dumps(flow), flush=True)
    result = application.acquire_token_by_device_flow(flow)
    print("result", json.dumps(result), flush=True)
    if "access_token" not in result:
        return 1
    [account] = application.get_accounts()
    result = application.acquire_token_silent_with_error(SCOPES, account, force_refresh=True)
    print("result", json.dumps(result), flush=True)
    return 0 if result and "access_token" in result else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
