"""What the peers' grants are made of; the same shape as the simulator's own codes."""

import secrets

CLIENT = "tokenidp-tv-app"
LIFETIME = 86_400
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def fresh_codes(count):
    """As many pairs of device code and user code, all different."""
    user_codes = set()
    while len(user_codes) < count:
        user_codes.add("".join(secrets.choice(LETTERS) for _ in range(8)))
    return [(secrets.token_urlsafe(32), user_code) for user_code in user_codes]
