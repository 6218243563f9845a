"""rudder-sdk-python: the write key only in the header, gzip on."""

import os
import sys

import rudderstack.analytics as analytics

data_plane_url, write_key = sys.argv[1:3]
user = f"sdk-rudder-python-{os.environ['SDK_RUN']}"
device = f"{user}-device"
failures = []

analytics.write_key = write_key
analytics.dataPlaneUrl = data_plane_url
analytics.gzip = True
analytics.max_retries = 1
analytics.on_error = lambda error, items: failures.append(error)

analytics.page(anonymous_id=device, name="Pricing", properties={"url": "https://example.com/pricing"})
analytics.identify(user, {"email": "rudder-python@acme.example"}, anonymous_id=device)
analytics.track(user, "Webinar Registered", {"webinar": "numbers"})
analytics.group(user, "acme.example", {"name": "Acme"})
analytics.alias(device, user)
analytics.flush()
analytics.shutdown()

for failure in failures:
    print(failure, file=sys.stderr)
sys.exit(1 if failures else 0)
