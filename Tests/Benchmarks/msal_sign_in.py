"""The smallest program that signs in by msal's device flow: msal_sign_in.py ISSUER CA CLIENT_ID"""

import sys

import msal

issuer, ca, client_id = sys.argv[1:]
application = msal.PublicClientApplication(client_id, oidc_authority=issuer, verify=ca)
flow = application.initiate_device_flow(scopes=["api.read"])
print(f"{flow['verification_uri']} {flow['user_code']}", flush=True)
application.acquire_token_by_device_flow(flow)
