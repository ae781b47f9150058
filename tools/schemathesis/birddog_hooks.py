"""What Schemathesis cannot know of openapi.yaml by itself."""

import schemathesis
from hypothesis import strategies as st

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "Australia/Lord_Howe"]
POINTS = ["BL23", "bl 40", "GV4", "Du-4", "EX-B2", "ASHI", "SP6", "BL68", "Huatuojiaji"]

schemathesis.openapi.format("iana-time-zone", st.sampled_from(ZONES))
schemathesis.openapi.format("acupuncture-point", st.sampled_from(POINTS))


@schemathesis.hook
def map_headers(context, headers):
    """Leaves most writes without a condition: made-up entity tags never fit, and nothing behind them would be tested."""
    if headers and len(str(headers.get("If-Match", ""))) % 4 != 0:
        del headers["If-Match"]
    return headers
